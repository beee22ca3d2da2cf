-- rows: The bars of the charts: each metric of the last `:days` UTC days, oldest first, as percentages of the picture, with
-- the sum and the highest of these days and of as many before. The top of the axis is a round number that no bar exceeds.
select metric, day, value, sum, highest, sum_before, highest_before, top,
  round(100.0 * (number - 1) / :days, 3)::text as left,
  round(80.0 / :days, 3)::text as width,
  round(100.0 * value / top, 3)::text as height,
  round(100 - 100.0 * value / top, 3)::text as above
from (
  select metric, place, day, value, is_shown,
    row_number() over (partition by metric, is_shown order by day) as number,
    (sum(value) filter (where is_shown) over whole)::bigint as sum,
    max(value) filter (where is_shown) over whole as highest,
    (sum(value) filter (where not is_shown) over whole)::bigint as sum_before,
    max(value) filter (where not is_shown) over whole as highest_before,
    public.axis_top(max(value) filter (where is_shown) over whole) as top
  from (
    select metric, place, day, value, day > public.utc_day(now()) - :days as is_shown
    from public.daily_metrics(2 * :days::integer)
  ) daily
  window whole as (partition by metric)
) scaled
where is_shown
order by place, day
