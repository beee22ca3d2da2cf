-- page: The cruds of a person that have not expired, as the export has them, newest first.
select uuid, created_at, expires_at, json_build_object(
  'uuid', uuid, 'message', message, 'replies_count', replies_count, 'reposts_count', reposts_count,
  'likes_count', likes_count, 'expires_at', expires_at, 'created_at', created_at) as item
from public.activities
where user_uuid = :person
  and reply_to_activity_uuid is null
  and coalesce(expires_at, 'infinity') > now()
  and (created_at, uuid) < (:before_created_at, :before_uuid)
order by created_at desc, uuid desc
limit :limit + 1
