-- Posts the crud in the request body, which is JSON in UTF-8, as this person, and shows it. With an idempotency key
-- that this person used within a day it does nothing, and answers no row.
with request as (
  select uuid_generate_v4() as uuid, convert_from(:body, 'UTF8')::jsonb as body
), kept as (
  insert into public.idempotency_keys as known (user_uuid, idempotency_key, request_digest, activity_uuid)
  select :person, :key, :digest, uuid
  from request
  where :key::text is not null
  on conflict (user_uuid, idempotency_key) do update
    set (request_digest, activity_uuid, created_at) = (excluded.request_digest, excluded.activity_uuid, now())
    where known.created_at <= now() - interval '1 day'
  returning activity_uuid
), created as (
  insert into public.activities (uuid, user_uuid, message, expires_at)
  select uuid, :person, public.text_field(body, 'message'), now() + public.time_to_live(public.text_field(body, 'ttl'))
  from request
  where :key::text is null or exists (select from kept)
  returning *
)
select convert_to(public.activity_json(created, author, author.uuid, false, false)::text, 'UTF8') as body
from created
join public.users author on author.uuid = created.user_uuid
