-- Posts the crud in the request body, which is JSON in UTF-8, as this person, and shows it.
with created as (
  insert into public.activities (user_uuid, message, expires_at)
  select :person, public.text_field(body, 'message'), now() + public.time_to_live(public.text_field(body, 'ttl'))
  from (select convert_from(:body, 'UTF8')::jsonb as body) request
  returning *
)
select convert_to(public.activity_json(created, author, author.uuid, false, false)::text, 'UTF8') as body
from created
join public.users author on author.uuid = created.user_uuid
