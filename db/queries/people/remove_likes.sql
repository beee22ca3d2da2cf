-- write: Takes a batch of a person's likes back, and returns their number. The activities are locked first, parents before
-- replies, as in every write that changes their counters.
with newest as materialized (
  select activity_uuid
  from public.likes
  where user_uuid = :person
  order by created_at desc, activity_uuid desc
  limit :batch
), liked as materialized (
  select uuid
  from public.activities
  where uuid = any (array(select activity_uuid from newest))
  order by created_at, uuid
  for no key update
), removed as (
  delete from public.likes
  where user_uuid = :person and activity_uuid = any (array(select uuid from liked))
  returning activity_uuid
)
select count(*) as removed from removed
