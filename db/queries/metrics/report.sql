-- rows: The totals, and each metric of the last `:days` UTC days, today included, newest first, as a JSON object.
select json_build_object(
  'totals', (select to_json(totals) from public.growth_totals() totals),
  'days', json_agg(json_build_object('day', day) :: jsonb || metrics order by day desc))::text as report
from (
  select day, jsonb_object_agg(metric, value) as metrics
  from public.daily_metrics(:days)
  group by day
) daily
