-- Answers a living activity with the message in the request body, which is JSON in UTF-8, as this person, and shows the
-- reply. No row if there is no such activity, or if this person used the idempotency key within a day.
with answered as (
  -- Locked before it is answered: so replies come one after the other, in the order of their times, and whoever reads
  -- on from the last one they know misses none.
  select uuid, expires_at
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now()
  for no key update
), request as (
  select uuid_generate_v4() as uuid, answered.uuid as answered_uuid, convert_from(:body, 'UTF8')::jsonb as body
  from answered
  -- The lock may have come after its end.
  where coalesce(answered.expires_at, 'infinity') > clock_timestamp()
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
  insert into public.activities (uuid, user_uuid, message, reply_to_activity_uuid, created_at)
  select uuid, :person, public.text_field(body, 'message'), answered_uuid, clock_timestamp()
  from request
  where :key::text is null or exists (select from kept)
  returning *
)
select convert_to(public.activity_json(created, author, author.uuid, false, false)::text, 'UTF8') as body
from created
join public.users author on author.uuid = created.user_uuid
