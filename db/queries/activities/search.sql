-- page: Activities that have not expired and contain every word, #tag and @handle of the term, newest first, older than
-- the cursor. The index has words and periods, but no order. So the activities of the last quarter of an hour or two
-- are looked up and sorted, then those of eight times as long, and so on until they fill a page, which is soon for a
-- common word. If 16 hours and more fill less than a page, all activities with the words are looked up, which are
-- mostly few. The periods are counted back from the newest activity that the cursor allows. The lookup has no other
-- conditions, because PostgreSQL could choose to read all of another index for them.
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
      select uuid, user_uuid, created_at, expires_at
      from public.activities
      where words @@ (select query from wanted)
        and public.periods(created_at) && (select public.last_periods(quarter, length + 1) from wanted)
    )
    select uuid
    from match
    where coalesce(expires_at, 'infinity') > now() and (created_at, uuid) < (:before_created_at, :before_uuid)
      and (:reader::uuid is null or user_uuid <> all (array(select uuid from public.hidden_from(:reader))))
    order by created_at desc, uuid desc
    limit :limit + 1
  )
  from recent
  where length < 2 and cardinality(found) <= :limit
), ever as materialized (
  select uuid, user_uuid, created_at, expires_at
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
      and (:reader::uuid is null or user_uuid <> all (array(select uuid from public.hidden_from(:reader))))
    order by created_at desc, uuid desc
    limit :limit + 1
  )
)
select card.*
from page
join public.cards(:reader) card using (uuid)
-- Refuses an invalid term before the lookup, so that it is refused in an empty database, too.
where (select query is not null from wanted)
order by card.created_at desc, card.uuid desc
