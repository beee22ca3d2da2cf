-- rows: The newest cruds that have not expired, newest first, with what changes of them.
select uuid, created_at, updated_at <> created_at as is_changed, json_build_object(
    'uuid', uuid,
    'replies_count', replies_count,
    'reposts_count', reposts_count,
    'likes_count', likes_count,
    'expires_at', expires_at)::text as counts
from public.activities
where reply_to_activity_uuid is null
  and coalesce(expires_at, 'infinity') > now()
order by created_at desc, uuid desc
limit :limit::integer
