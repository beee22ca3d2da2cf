-- write: Notes in the primary that this server was here. A replica that shows this number shows everything that was
-- committed before this statement was sent.
insert into public.heartbeats (server, beat) values (:server, :beat)
on conflict (server) do update set beat = excluded.beat, beaten_at = now()
returning clock_timestamp() as primary_now
