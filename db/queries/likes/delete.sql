-- write: Takes this person's like of an activity back, if the activity has not expired. The activity is locked first,
-- as in every write that changes its counters.
with activity as (
  select uuid
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now() and not public.is_blocked(user_uuid, :person)
  for no key update
)
delete from public.likes taken_back
using activity
where taken_back.activity_uuid = activity.uuid and taken_back.user_uuid = :person
