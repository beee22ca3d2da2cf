-- Removes a batch of expired cruds, the longest expired first, with all that hangs on them, and answers how many. Does
-- nothing while another server is at it.
with turn as materialized (
  select pg_try_advisory_xact_lock(hashtext('cruddur.purge')) as is_mine
), batch as (
  select expired.uuid
  from turn
  cross join lateral (
    select uuid
    from public.activities
    where expires_at <= now() and reply_to_activity_uuid is null
    order by expires_at
    limit :batch
    for update skip locked
  ) expired
  where turn.is_mine
), removed as (
  delete from public.activities
  where uuid in (select uuid from batch)
  returning uuid
)
select count(*) as removed from removed
