-- array: The most used hashtags of the newest cruds. Two thousand cruds are enough to see the trend, and keep this
-- fast.
select hashtag, count, expires_at, json_build_object('hashtag', hashtag, 'count', count) as item
from (
  select substr(tag, 2) as hashtag, count(*) as count, min(recent.expires_at) as expires_at, tag
  from (
    select words, expires_at
    from public.activities
    where reply_to_activity_uuid is null and coalesce(expires_at, 'infinity') > now()
    order by created_at desc, uuid desc
    limit 2000
  ) recent
  cross join unnest(tsvector_to_array(recent.words)) tag
  where tag like '#%'
  group by tag
  order by count(*) desc, tag
  limit 10
) trend
order by count desc, tag
