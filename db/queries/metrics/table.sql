-- rows: The metrics of the last `:days` UTC days, today included: a row for each day, newest first, with the metrics in
-- their order.
select day::text as day, array_agg(value::text order by place) as values
from public.daily_metrics(:days)
group by day
order by day desc
