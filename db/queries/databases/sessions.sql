-- rows: The sessions on the server, except this one, and whether each blocks dropping the database.
select pid as process_id, usename as "user", datname as db, host(client_addr) as client_addr, application_name as app,
  state, date_trunc('second', clock_timestamp() - backend_start)::text as age, datname = :database as blocks_drop
from pg_stat_activity
where datname is not null and pid <> pg_backend_pid()
  -- PostgreSQL ends these itself. The type of the others is hidden from a role without the right to see it.
  and coalesce(backend_type, '') not in ('autovacuum worker', 'parallel worker')
order by blocks_drop desc, backend_start, pid
