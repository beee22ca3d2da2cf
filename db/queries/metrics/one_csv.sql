-- rows: The same as CSV.
select 'day,' || :metric::text || e'\r\n' || string_agg(day || ',' || value || e'\r\n', '' order by day) as csv
from public.daily_metrics(:days)
where metric = :metric
