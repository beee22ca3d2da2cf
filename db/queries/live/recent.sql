-- rows: One row: the cruds that were posted since a time (null: in the last ten seconds), newest first and at most so many;
-- and from when to look the next time. Ten seconds are longer than any write takes: a crud becomes visible when it is
-- committed, but its time is that of the write's start.
select now() - interval '10 seconds' as floor,
  coalesce(array_agg(uuid), '{}') as uuids,
  coalesce(array_agg(created_at), '{}') as times
from (
  select uuid, created_at
  from public.activities
  where reply_to_activity_uuid is null
    and created_at >= coalesce(:since, now() - interval '10 seconds')
    and coalesce(expires_at, 'infinity') > now()
  order by created_at desc, uuid desc
  limit :limit::integer
) recent
