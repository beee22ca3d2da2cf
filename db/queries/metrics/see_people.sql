-- rows: Keeps who was active on which day, given as arrays, and returns how many of them are new on each day. People who
-- no longer exist are left out.
with seen as (
  insert into public.active_people (user_uuid, day)
  select person.uuid, active.day
  from unnest(:people::uuid[], :days::date[]) as active (user_uuid, day)
  join public.users person on person.uuid = active.user_uuid
  order by person.uuid, active.day
  on conflict do nothing
  returning day
)
select day, count(*) as people
from seen
group by day
