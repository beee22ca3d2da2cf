-- write: Removes a batch of the last numbers of servers that have written nothing for thirty days.
delete from public.metric_writers
where ctid = any (array(
  select ctid from public.metric_writers where written_at < now() - interval '30 days' order by written_at limit :batch))
