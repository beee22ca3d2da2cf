-- write: Sends the message in the request body, which is JSON in UTF-8, as this person. To a handle, it returns the uuid of
-- the conversation; within a conversation, the message; and the UTC day if the conversation began with it. Returns no row
-- if this person is in no such conversation, or used the idempotency key within a day.
select convert_to(case
    when request.body ->> 'message_group_uuid' is not null then public.message_json(sent, author)
    else json_build_object('message_group_uuid', (sent).message_group_uuid)
  end::text, 'UTF8') as body, began as day
from (select convert_from(:body, 'UTF8')::jsonb as body offset 0) request
cross join lateral public.send_message(:person, request.body, :key, :digest)
join public.users author on author.uuid = (sent).user_uuid
