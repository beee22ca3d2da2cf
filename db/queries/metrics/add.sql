-- write: Adds the amounts of a batch, given as arrays, unless this writer's batch with this number, or a later one, was
-- added before: the answer to it was lost. Rows are locked in one order, so that servers do not block each other for good.
with turn as (
  insert into public.metric_writers as known (writer, sequence)
  values (:writer, :sequence)
  on conflict (writer) do update set sequence = excluded.sequence, written_at = now()
    where known.sequence < excluded.sequence
  returning sequence
)
insert into public.metrics (metric, day, value, version)
select counted.metric, counted.day, counted.amount, 1
from turn
cross join unnest(:metrics::text[], :days::date[], :amounts::bigint[]) as counted (metric, day, amount)
order by counted.day, counted.metric
on conflict (day, metric) do update set
  value = metrics.value + excluded.value, version = metrics.version + 1, updated_at = now()
