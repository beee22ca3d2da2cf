-- rows: The reported activities on which no operator has decided, the first reported first: each with its author, its text,
-- whether it is still there, and the reasons.
select reported.uuid, author.handle, reported.message, reported.posted_at, reported.reported_at,
  -- Not `exists`, which the planner may turn into a hash of all activities.
  coalesce((
    select true from public.activities
    where uuid = reported.uuid and coalesce(expires_at, 'infinity') > now()), false) as is_alive,
  array(
    select '@' || reporter.handle || ': ' || report.reason
    from public.reports report
    join public.users reporter on reporter.uuid = report.user_uuid
    where report.activity_uuid = reported.uuid
    order by report.created_at
  ) as reasons
from public.reported_activities reported
join public.users author on author.uuid = reported.author_uuid
where reported.reported_at > now() - interval '30 days'
order by reported.reported_at, reported.uuid
