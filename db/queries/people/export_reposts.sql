-- page: The reposts of a person, as the export has them, newest first: of activities that have not expired.
select activity.uuid, reposts.created_at, activity.expires_at, json_build_object(
  'activity_uuid', activity.uuid, 'handle', author.handle, 'created_at', reposts.created_at) as item
from public.reposts
join public.activities activity on activity.uuid = reposts.activity_uuid
join public.users author on author.uuid = activity.user_uuid
where reposts.user_uuid = :person
  and coalesce(activity.expires_at, 'infinity') > now()
  and (reposts.created_at, reposts.activity_uuid) < (:before_created_at, :before_uuid)
order by reposts.created_at desc, reposts.activity_uuid desc
limit :limit + 1
