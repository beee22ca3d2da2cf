-- write: Sets a counter to the state in a record of the stream, unless a newer one is known, and notes how many versions
-- were skipped.
insert into public.metrics (metric, day, value, version, missing_versions)
select metric, day, value, version, version - 1
from (select :metric::text, :day::date, :value::bigint, :version::bigint) as image (metric, day, value, version)
on conflict (day, metric) do update set
  value = excluded.value, version = excluded.version, updated_at = now(),
  missing_versions = metrics.missing_versions + excluded.version - metrics.version - 1
  where metrics.version < excluded.version
