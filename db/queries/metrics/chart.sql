-- rows: The bars of the charts: each metric of the last `:days` UTC days, oldest first, as percentages of the picture. The
-- top of the axis is a round number that no bar exceeds.
select metric, day, value, sum, highest, top,
  round(100.0 * (number - 1) / :days, 3)::text as left,
  round(80.0 / :days, 3)::text as width,
  round(100.0 * value / top, 3)::text as height,
  round(100 - 100.0 * value / top, 3)::text as above
from (
  select metric, place, day, value,
    row_number() over (partition by metric order by day) as number,
    sum(value) over (partition by metric)::bigint as sum,
    max(value) over (partition by metric) as highest,
    public.axis_top(max(value) over (partition by metric)) as top
  from public.daily_metrics(:days)
) scaled
order by place, day
