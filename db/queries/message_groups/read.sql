-- write: Marks all messages that this person received in a conversation as read. Returns one row if it is a conversation of
-- this person.
with conversation as (
  select uuid
  from public.message_groups
  where uuid = :uuid and :person in (first_uuid, second_uuid) and expires_at > now()
), marked as (
  update public.messages message
  set read_at = now()
  from conversation
  where message.message_group_uuid = conversation.uuid and message.user_uuid <> :person and message.read_at is null
)
select uuid from conversation
