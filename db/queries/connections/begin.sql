-- rows: The first statement of every session of the server: which process of PostgreSQL answers. A session on a standby
-- ends itself: the name of the database still resolves to the old primary, and will resolve to the new one in a moment.
select pg_backend_pid() as process_id, case when pg_is_in_recovery() then pg_terminate_backend(pg_backend_pid()) end
