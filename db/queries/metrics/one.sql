-- array: One metric of the last `:days` UTC days, today included, oldest first. It does not expire.
select json_build_object('day', day, 'value', value) as item, null::timestamptz as expires_at
from public.daily_metrics(:days)
where metric = :metric
order by day
