-- write: Raises the counters that are smaller than what the tables still have, closes the gaps of missing versions, and
-- returns the number of counters that changed. Each image of a counter is its whole state, so a gap needs no other repair.
with changed as (
  insert into public.metrics (metric, day, recounted)
  select metric, day, coalesce(rows.found, 0)
  from public.metrics known
  full join public.recounted_metrics() rows using (metric, day)
  where rows.found > coalesce(known.total, 0) or known.missing_versions > 0
  order by day, metric
  on conflict (day, metric) do update set
    recounted = greatest(metrics.recounted, excluded.recounted), missing_versions = 0, updated_at = now()
  returning metric
)
select count(*) as changed from changed
