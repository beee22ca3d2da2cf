-- page: The messages that a person sent and that have not expired, as the export has them, newest first.
select message.uuid, message.created_at, message.expires_at, json_build_object(
  'uuid', message.uuid, 'message_group_uuid', message.message_group_uuid, 'to_handle', receiver.handle,
  'message', message.message, 'expires_at', message.expires_at, 'created_at', message.created_at) as item
from public.messages message
join public.message_groups conversation on conversation.uuid = message.message_group_uuid
join public.users receiver on receiver.uuid = case
  when conversation.first_uuid = :person then conversation.second_uuid
  else conversation.first_uuid
end
where message.user_uuid = :person
  and message.expires_at > now()
  and (message.created_at, message.uuid) < (:before_created_at, :before_uuid)
order by message.created_at desc, message.uuid desc
limit :limit + 1
