-- write: Counts in the tables who joined and who was active, today and yesterday. People also join through other programs,
-- such as the function that Amazon Cognito calls.
insert into public.metrics (metric, day, recounted)
select metric, day, found
from public.recounted_people(public.utc_day(now()) - 1)
order by day, metric
on conflict (day, metric) do update set recounted = excluded.recounted, updated_at = now()
  where metrics.recounted < excluded.recounted
