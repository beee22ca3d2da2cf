-- write: Removes a batch of the heartbeats of servers that have stopped.
delete from public.heartbeats
where ctid = any (array(
  select ctid from public.heartbeats where beaten_at < now() - interval '1 day' limit :batch))
