-- Living activities in which every word, #tag and @handle of the term occurs, newest first, older than the cursor.
-- A common word is found on a walk down from the newest, which ends as soon as the page is full; any other one the index
-- knows. So neither is there a long walk for a rare word, nor are all of a common word's activities sorted. Everything
-- is walked for a little, because what PostgreSQL knows of words may be older than the newest fashion. What is looked up
-- has no order and no limit of its own: with these, PostgreSQL may choose to walk for it again, without an end.
with wanted as materialized (
  select public.search_query(:term) as query
), walked as materialized (
  select uuid, created_at
  from (
    select uuid, created_at, words
    from public.activities
    where coalesce(expires_at, 'infinity') > now()
      and (created_at, uuid) < (:before_created_at, :before_uuid)
    order by created_at desc, uuid desc
    limit case when (select public.is_common(:term)) then 20000 else 1000 end
  ) newest
  where words @@ (select query from wanted)
  order by created_at desc, uuid desc
  limit :limit + 1
), known as materialized (
  select uuid, created_at
  from public.activities
  where (select count(*) from walked) <= :limit
    and words @@ (select query from wanted)
    and coalesce(expires_at, 'infinity') > now()
    and (created_at, uuid) < (:before_created_at, :before_uuid)
), matches as (
  select uuid
  from (
    select uuid, created_at from walked where (select count(*) from walked) > :limit
    union all
    select uuid, created_at from known
  ) match
  order by created_at desc, uuid desc
  limit :limit + 1
)
select card.*
from matches
join public.cards(:reader) card using (uuid)
order by card.created_at desc, card.uuid desc
