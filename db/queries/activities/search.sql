-- Living activities in which every word, #tag and @handle of the term occurs, newest first, older than the cursor.
-- The index knows words and periods, but no order. So what was posted in the last quarter of an hour or two is looked up
-- and sorted, then in eight times as long, and so on until there is a page of it: for a common word soon. Where
-- 16 hours and more have less than a page, all that there ever was is looked up, which is mostly few. These times are
-- counted back from the newest activity that the cursor allows, whenever that was.
-- What is looked up is not asked for anything else at once: PostgreSQL may choose to read all of another index for it.
with recursive wanted as materialized (
  select public.search_query(:term) as query, (
    select max(public.quarter(created_at))
    from public.activities
    where public.quarter(created_at) <= public.quarter(:before_created_at)
  ) as quarter
), recent (length, found) as (
  select -1, '{}'::uuid[]
  union all
  select length + 1, array(
    with match as materialized (
      select uuid, created_at, expires_at
      from public.activities
      where words @@ (select query from wanted)
        and public.periods(created_at) && (select public.last_periods(quarter, length + 1) from wanted)
    )
    select uuid
    from match
    where coalesce(expires_at, 'infinity') > now() and (created_at, uuid) < (:before_created_at, :before_uuid)
    order by created_at desc, uuid desc
    limit :limit + 1
  )
  from recent
  where length < 2 and cardinality(found) <= :limit
), ever as materialized (
  select uuid, created_at, expires_at
  from public.activities
  where words @@ (select query from wanted)
    and not exists (select from recent where cardinality(found) > :limit)
), page as (
  select unnest(found) as uuid
  from recent
  where cardinality(found) > :limit
  union all (
    select uuid
    from ever
    where coalesce(expires_at, 'infinity') > now() and (created_at, uuid) < (:before_created_at, :before_uuid)
    order by created_at desc, uuid desc
    limit :limit + 1
  )
)
select card.*
from page
join public.cards(:reader) card using (uuid)
-- Has a term that is none refused before anything is looked up, so also where there is nothing to find.
where (select query is not null from wanted)
order by card.created_at desc, card.uuid desc
