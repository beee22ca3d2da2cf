-- Has this person like a living activity, if they have not yet. The activity is locked first, as by everybody who changes
-- what counts for it.
with activity as (
  select uuid
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now()
  for no key update
)
insert into public.likes (user_uuid, activity_uuid)
select :person, uuid
from activity
on conflict do nothing
