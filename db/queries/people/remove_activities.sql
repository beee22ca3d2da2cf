-- write: Removes a batch of a person's activities with their threads, the newest first, and returns the number of rows. The
-- size of a batch does not depend on the size of a thread: its newest replies go first, and an activity with more likes and
-- reposts than a batch loses a batch of them. A reply whose parent is locked by another write is left for the next batch.
with recursive own as materialized (
  (select uuid, reply_to_activity_uuid, created_at
  from public.activities
  where user_uuid = :person and reply_to_activity_uuid is null
  order by created_at desc, uuid desc
  limit :batch)
  union all
  (select uuid, reply_to_activity_uuid, created_at
  from public.activities
  where user_uuid = :person and reply_to_activity_uuid is not null
  order by created_at desc, uuid desc
  limit :batch)
), thread as (
  (select * from own order by created_at desc, uuid desc limit :batch)
  union
  select reply.uuid, reply.reply_to_activity_uuid, reply.created_at
  from thread
  join public.activities reply on reply.reply_to_activity_uuid = thread.uuid
), newest as materialized (
  select * from thread order by created_at desc, uuid desc limit :batch
), answered as materialized (
  -- Removing a reply changes the counter of its parent, which is locked first.
  select uuid
  from public.activities
  where uuid = any (array(select reply_to_activity_uuid from newest))
  for no key update skip locked
), doomed as materialized (
  select uuid, created_at, likes_count + reposts_count as reactions
  from public.activities
  where uuid = any (array(select uuid from newest))
    and (reply_to_activity_uuid is null or reply_to_activity_uuid = any (array(select uuid from answered)))
  for update skip locked
), weighed as (
  select uuid, reactions, sum(1 + reactions) over (order by created_at desc, uuid desc) as weight
  from doomed
), most_liked as (
  select uuid from weighed where weight = 1 + reactions and weight > :batch
), unliked as (
  delete from public.likes
  where ctid = any (array(select ctid from public.likes where activity_uuid = (select uuid from most_liked) limit :batch))
  returning activity_uuid
), unreposted as (
  delete from public.reposts
  where ctid = any (array(select ctid from public.reposts where activity_uuid = (select uuid from most_liked) limit :batch))
  returning activity_uuid
), removed as (
  delete from public.activities
  where uuid in (
    select uuid from weighed where weight <= :batch
    union all
    -- The last rows of this activity are in the batch.
    select uuid from most_liked where (select count(*) from unliked) + (select count(*) from unreposted) < :batch
  )
  returning uuid
)
select (select count(*) from removed) + (select count(*) from unliked) + (select count(*) from unreposted) as removed
