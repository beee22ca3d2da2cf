-- write: Removes a batch of expired activities, those that expired first, with all their rows, and returns the number
-- of rows. The size of a batch does not depend on the size of a thread: the newest replies of a thread go first, and an
-- activity with more likes and reposts than a batch loses a batch of them. It does nothing while another server purges.
with turn as materialized (
  select pg_try_advisory_xact_lock(hashtext('cruddur.purge')) as is_mine
), oldest as materialized (
  select batch.*
  from turn
  cross join lateral (
    select uuid, reply_to_activity_uuid
    from public.activities
    where expires_at <= now()
    order by expires_at, created_at desc
    limit :batch
  ) batch
  where turn.is_mine
), answered as materialized (
  -- Removing a reply changes the counter of its parent. A transaction that has locked the parent may be waiting for the
  -- reply, so such a reply is left for the next batch, and the purge never waits for a parent.
  select uuid
  from public.activities
  where uuid = any (array(select reply_to_activity_uuid from oldest))
  for no key update skip locked
), expired as materialized (
  select uuid, expires_at, created_at, likes_count + reposts_count as reactions
  from public.activities
  where uuid = any (array(select uuid from oldest))
    and expires_at <= now()
    and (reply_to_activity_uuid is null or reply_to_activity_uuid = any (array(select uuid from answered)))
  for update skip locked
), weighed as (
  select uuid, reactions, sum(1 + reactions) over (order by expires_at, created_at desc, uuid) as weight
  from expired
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
