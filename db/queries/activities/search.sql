-- Living activities in which every word, #tag and @handle of the term occurs, newest first, older than the cursor.
-- A common word is found among the newest two thousand; for any other one the index answers. So neither is there a long
-- walk for a rare word, nor are all of a common word's activities sorted. Should a common word be missing among the
-- newest, because thousands posted of something else, the walk goes on before the index is asked.
with wanted as materialized (
  select public.search_query(:term) as query
), newest as materialized (
  select uuid, created_at, words @@ (select query from wanted) as is_match
  from public.activities
  where coalesce(expires_at, 'infinity') > now()
    and (created_at, uuid) < (:before_created_at, :before_uuid)
  order by created_at desc, uuid desc
  limit 2000
), next as materialized (
  select uuid, created_at, words @@ (select query from wanted) as is_match
  from public.activities
  where (select count(*) from newest where is_match) <= :limit
    and (select public.is_common(:term))
    and coalesce(expires_at, 'infinity') > now()
    and (created_at, uuid) < (select created_at, uuid from newest order by created_at, uuid limit 1)
  order by created_at desc, uuid desc
  limit 20000
), walked as materialized (
  select uuid, created_at, is_match from newest
  union all
  select uuid, created_at, is_match from next
), older as materialized (
  select uuid, created_at
  from public.activities
  where (select count(*) from walked where is_match) <= :limit
    and words @@ (select query from wanted)
    and coalesce(expires_at, 'infinity') > now()
    and (created_at, uuid) < (select created_at, uuid from walked order by created_at, uuid limit 1)
), matches as (
  select uuid
  from (
    select uuid, created_at from walked where is_match
    union all
    select uuid, created_at from older
  ) match
  order by created_at desc, uuid desc
  limit :limit + 1
)
select card.*
from matches
join public.cards(:reader) card using (uuid)
order by card.created_at desc, card.uuid desc
