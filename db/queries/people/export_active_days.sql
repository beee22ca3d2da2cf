-- page: The UTC days on which a person was active, as the export has them, newest first: of the last three days, which are
-- kept, and today, because asking for the export is being active.
select :person::uuid as uuid, midnight as created_at, midnight + interval '3 days' as expires_at, to_json(day) as item
from (
  select day from public.active_people where user_uuid = :person
  union
  select public.utc_day(now())
) active
cross join lateral (select day::timestamp at time zone 'UTC') begin (midnight)
where midnight + interval '3 days' > now()
  and (midnight, :person::uuid) < (:before_created_at, :before_uuid)
order by midnight desc
limit :limit + 1
