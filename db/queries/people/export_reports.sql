-- page: The reports of a person on which no operator has decided, as the export has them, newest first.
select report.activity_uuid as uuid, report.created_at, report.created_at + interval '30 days' as expires_at, json_build_object(
  'activity_uuid', report.activity_uuid, 'reason', report.reason, 'created_at', report.created_at) as item
from public.reports report
where report.user_uuid = :person
  and (report.created_at, report.activity_uuid) < (:before_created_at, :before_uuid)
order by report.created_at desc, report.activity_uuid desc
limit :limit + 1
