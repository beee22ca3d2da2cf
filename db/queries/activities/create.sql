-- write: Posts the crud in the request body, which is JSON in UTF-8, as this person, and returns it. If this person
-- used the idempotency key within a day, it does nothing and returns no row.
with request as (
  select uuid_generate_v4() as uuid, convert_from(:body, 'UTF8')::jsonb as body
), created as (
  insert into public.activities (uuid, user_uuid, message, expires_at)
  select uuid, :person, public.text_field(body, 'message'), now() + public.time_to_live(public.text_field(body, 'ttl'))
  from request
  where public.keep_key(:person, :key, :digest, uuid)
  returning *
)
select convert_to(public.activity_json(created, author, author.uuid, false, false)::text, 'UTF8') as body,
  public.utc_day(created.created_at) as day
from created
join public.users author on author.uuid = created.user_uuid
