-- write: Removes a batch of the messages of a person's conversations, those of both people, and returns their number.
with removed as (
  delete from public.messages
  where uuid in (
    select message.uuid
    from public.message_groups conversation
    join public.messages message on message.message_group_uuid = conversation.uuid
    where conversation.first_uuid = :person or conversation.second_uuid = :person
    limit :batch
    for update of message skip locked
  )
  returning uuid
)
select count(*) as removed from removed
