-- page: The messages of a conversation of this person, newest first, older than the cursor.
select sent.uuid, sent.created_at, sent.expires_at, author.handle, author.display_name, sent.message,
  sent.user_uuid = :person as is_own, sent.user_uuid <> :person and sent.read_at is null as is_unread,
  public.message_json(sent, author) as item
from public.messages sent
join public.users author on author.uuid = sent.user_uuid
where sent.message_group_uuid = (
    select uuid
    from public.message_groups
    where uuid = :uuid and :person in (first_uuid, second_uuid)
  )
  and sent.expires_at > now()
  and (sent.created_at, sent.uuid) < (:before_created_at, :before_uuid)
order by sent.created_at desc, sent.uuid desc
limit :limit + 1
