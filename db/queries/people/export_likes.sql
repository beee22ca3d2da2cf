-- page: The likes of a person, as the export has them, newest first: of activities that have not expired.
select activity.uuid, likes.created_at, activity.expires_at, json_build_object(
  'activity_uuid', activity.uuid, 'handle', author.handle, 'created_at', likes.created_at) as item
from public.likes
join public.activities activity on activity.uuid = likes.activity_uuid
join public.users author on author.uuid = activity.user_uuid
where likes.user_uuid = :person
  and coalesce(activity.expires_at, 'infinity') > now()
  and (likes.created_at, likes.activity_uuid) < (:before_created_at, :before_uuid)
order by likes.created_at desc, likes.activity_uuid desc
limit :limit + 1
