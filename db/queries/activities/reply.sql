-- write: Answers an activity that has not expired with the message in the request body, which is JSON in UTF-8, as this
-- person, and returns the reply. Returns no row if the activity does not exist, or if this person used the idempotency
-- key within a day.
with answered as (
  -- The parent is locked before the reply is inserted. So replies commit one after the other, in the order of their
  -- times, and a client that reads on from its last reply misses none.
  select uuid, expires_at
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now() and not public.is_blocked(user_uuid, :person)
  for no key update
), request as (
  select uuid_generate_v4() as uuid, answered.uuid as answered_uuid, convert_from(:body, 'UTF8')::jsonb as body
  from answered
  -- The parent may have expired while the lock was awaited.
  where coalesce(answered.expires_at, 'infinity') > clock_timestamp()
), created as (
  insert into public.activities (uuid, user_uuid, message, reply_to_activity_uuid, created_at)
  select uuid, :person, public.text_field(body, 'message'), answered_uuid, clock_timestamp()
  from request
  where public.keep_key(:person, :key, :digest, uuid)
  returning *
)
select convert_to(public.activity_json(created, author, author.uuid, false, false)::text, 'UTF8') as body,
  public.utc_day(created.created_at) as day
from created
join public.users author on author.uuid = created.user_uuid
