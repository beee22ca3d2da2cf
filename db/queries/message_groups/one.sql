-- object: A conversation of this person that has a message, with the other person.
select conversation.uuid, conversation.expires_at, other.handle, other.display_name,
  json_build_object('uuid', conversation.uuid, 'handle', other.handle) as item
from public.message_groups conversation
join public.users other on other.uuid = case
  when conversation.first_uuid = :person then conversation.second_uuid
  else conversation.first_uuid
end
where conversation.uuid = :uuid
  and :person in (conversation.first_uuid, conversation.second_uuid)
  and conversation.expires_at > now()
