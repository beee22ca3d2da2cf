-- array: Suggested people: those who posted last, without the reader, and without people that the
-- reader blocks or who block the reader. Only authors of the newest two thousand cruds are
-- considered.
select
  author.uuid, author.handle, author.display_name, poster.expires_at,
  json_build_object('uuid', author.uuid, 'handle', author.handle, 'display_name', author.display_name) as item
from (
  select recent.user_uuid, max(recent.created_at) as posted_at, min(recent.expires_at) as expires_at
  from (
    select user_uuid, created_at, expires_at
    from public.activities
    where reply_to_activity_uuid is null and coalesce(expires_at, 'infinity') > now()
    order by created_at desc, uuid desc
    limit 2000
  ) recent
  where recent.user_uuid is distinct from :reader
    and recent.user_uuid <> all (array(select uuid from public.hidden_from(:reader)))
  group by recent.user_uuid
) poster
join public.users author on author.uuid = poster.user_uuid
order by poster.posted_at desc, author.uuid
limit 5
