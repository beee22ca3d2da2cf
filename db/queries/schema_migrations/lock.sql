-- rows: Waits until no other transaction migrates this database, and holds the lock until this transaction ends.
select pg_advisory_xact_lock(hashtext('cruddur schema_migrations'))
