-- page: The replies of a person that have not expired, as the export has them, newest first.
select reply.uuid, reply.created_at, reply.expires_at, json_build_object(
  'uuid', reply.uuid, 'message', reply.message,
  'reply_to_activity_uuid', reply.reply_to_activity_uuid, 'reply_to_handle', author.handle,
  'replies_count', reply.replies_count, 'reposts_count', reply.reposts_count,
  'likes_count', reply.likes_count, 'expires_at', reply.expires_at, 'created_at', reply.created_at) as item
from public.activities reply
join public.activities answered on answered.uuid = reply.reply_to_activity_uuid
join public.users author on author.uuid = answered.user_uuid
where reply.user_uuid = :person
  and reply.reply_to_activity_uuid is not null
  and coalesce(reply.expires_at, 'infinity') > now()
  and (reply.created_at, reply.uuid) < (:before_created_at, :before_uuid)
order by reply.created_at desc, reply.uuid desc
limit :limit + 1
