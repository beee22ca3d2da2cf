-- rows: What this person's idempotency key was used for within a day: whether by the same request, and its answer; null once
-- the message is gone.
select known.request_digest = :digest as by_same_request, convert_to(case
    when sent.uuid is null then null
    when convert_from(:body, 'UTF8')::jsonb ->> 'message_group_uuid' is not null then public.message_json(sent, author)
    else json_build_object('message_group_uuid', sent.message_group_uuid)
  end::text, 'UTF8') as item
from public.idempotency_keys known
left join public.messages sent on sent.uuid = known.activity_uuid and sent.expires_at > now()
left join public.users author on author.uuid = sent.user_uuid
where known.user_uuid = :person
  and known.idempotency_key = :key
  and known.created_at > now() - interval '1 day'
