-- write: Adds this person's repost of an activity that has not expired, unless it exists, and returns its day. The activity is locked first,
-- as in every write that changes its counters.
with activity as (
  select uuid
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now() and not public.is_blocked(user_uuid, :person)
  for no key update
)
insert into public.reposts (user_uuid, activity_uuid)
select :person, uuid
from activity
on conflict do nothing
returning public.utc_day(created_at) as day
