-- write: Deletes an activity if it is this person's. Returns one row if the activity exists: whether it was this
-- person's.
with target as (
  select uuid, user_uuid = :person as is_theirs, reply_to_activity_uuid
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now()
), answered as (
  -- A deletion of the parent locks the parent first, too.
  select activity.uuid
  from public.activities activity
  join target on activity.uuid = target.reply_to_activity_uuid
  where target.is_theirs
  for no key update of activity
), deleted as (
  delete from public.activities activity
  using target
  left join answered on true
  where activity.uuid = target.uuid and target.is_theirs
  returning activity.uuid
)
select is_theirs from target
