-- People to get to know: those who posted last, without the reader. Who posted none of the newest two thousand cruds is
-- not looked for.
select author.uuid, author.handle, author.display_name
from (
  select recent.user_uuid, max(recent.created_at) as posted_at
  from (
    select user_uuid, created_at
    from public.activities
    where reply_to_activity_uuid is null and coalesce(expires_at, 'infinity') > now()
    order by created_at desc, uuid desc
    limit 2000
  ) recent
  where recent.user_uuid is distinct from :reader
  group by recent.user_uuid
) poster
join public.users author on author.uuid = poster.user_uuid
order by poster.posted_at desc, author.uuid
limit 5
