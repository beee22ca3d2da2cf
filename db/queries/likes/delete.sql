-- Takes this person's like of a living activity back. The activity is locked first, as by everybody who changes what
-- counts for it.
with activity as (
  select uuid
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now()
  for no key update
)
delete from public.likes taken_back
using activity
where taken_back.activity_uuid = activity.uuid and taken_back.user_uuid = :person
