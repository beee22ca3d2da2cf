-- Removes a batch of what has expired, the longest expired first, with all that hangs on it, and answers how many rows.
-- However much hangs on one crud, a batch is no longer for it: of a thread the newest replies go first, and what has more
-- likes and reposts than a batch loses a batch of them. Does nothing while another server is at it.
with turn as materialized (
  select pg_try_advisory_xact_lock(hashtext('cruddur.purge')) as is_mine
), expired as materialized (
  select oldest.*
  from turn
  cross join lateral (
    select uuid, expires_at, created_at, likes_count + reposts_count as reactions
    from public.activities
    where expires_at <= now()
    order by expires_at, created_at desc
    limit :batch
    for update skip locked
  ) oldest
  where turn.is_mine
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
    -- This was the last of it.
    select uuid from most_liked where (select count(*) from unliked) + (select count(*) from unreposted) < :batch
  )
  returning uuid
)
select (select count(*) from removed) + (select count(*) from unliked) + (select count(*) from unreposted) as removed
