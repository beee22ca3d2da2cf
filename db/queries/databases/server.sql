-- rows: The version of PostgreSQL, and the size of the database.
select current_setting('server_version') as version, pg_database_size(current_database()) as size_bytes,
  pg_size_pretty(pg_database_size(current_database())) as size
