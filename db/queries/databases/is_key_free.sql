-- rows: Whether no transaction in this database holds a key.
select pg_try_advisory_xact_lock(:key)
