-- The hashtags that most of the newest cruds have. Two thousand cruds tell what people talk about, and keep this fast.
select substr(tag, 2) as hashtag, count(*) as count
from (
  select words
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
