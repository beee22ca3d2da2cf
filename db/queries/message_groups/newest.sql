-- page: The conversations of this person that have a message, with the other person and the newest message, the newest first,
-- older than the cursor. At most a hundred unread messages are counted.
select conversation.uuid, newest.created_at, newest.expires_at, other.handle, other.display_name, newest.message,
  newest.user_uuid = :person as is_own, unread.number as unread, json_build_object(
    'uuid', conversation.uuid,
    'display_name', other.display_name,
    'handle', other.handle,
    'message', newest.message,
    'created_at', newest.created_at,
    'unread', unread.number) as item
from public.message_groups conversation
join public.users other on other.uuid = case
  when conversation.first_uuid = :person then conversation.second_uuid
  else conversation.first_uuid
end
cross join lateral (
  select user_uuid, message, created_at, expires_at
  from public.messages
  where message_group_uuid = conversation.uuid and expires_at > now()
  order by created_at desc, uuid desc
  limit 1
) newest
cross join lateral (
  select count(*) as number
  from (
    select
    from public.messages
    where message_group_uuid = conversation.uuid
      and user_uuid <> :person
      and read_at is null
      and expires_at > now()
    limit 100
  ) unread
) unread
where (conversation.first_uuid = :person or conversation.second_uuid = :person)
  and conversation.expires_at > now()
  and (newest.created_at, conversation.uuid) < (:before_created_at, :before_uuid)
order by newest.created_at desc, conversation.uuid desc
limit :limit + 1
