-- rows: Ends these sessions of a database. Processes that are no longer sessions of it are left alone.
select pid as process_id, pg_terminate_backend(pid) as ended
from pg_stat_activity
where pid = any(:process_ids::integer[]) and datname = :database
