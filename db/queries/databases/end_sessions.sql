-- Ends these sessions of a database. What is no session of it, any more, is left alone.
select pid as process_id, pg_terminate_backend(pid) as ended
from pg_stat_activity
where pid = any(:process_ids::integer[]) and datname = :database
