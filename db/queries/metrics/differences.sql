-- rows: The counters that are smaller than what the tables still have, and those with missing versions. The tables may have
-- fewer rows than were counted, because expired and deleted ones are removed.
with compared as (
  select metric, day, coalesce(known.total, 0) as counted, coalesce(rows.found, 0) as found,
    coalesce(known.missing_versions, 0) as missing_versions
  from public.metrics known
  full join public.recounted_metrics() rows using (metric, day)
)
select metric, day::text as day, counted, found, missing_versions
from compared
where found > counted or missing_versions > 0
order by day, metric
