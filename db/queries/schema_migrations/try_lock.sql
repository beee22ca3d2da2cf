-- rows: Takes the lock for migrating this database, if no other transaction holds it, until this transaction ends;
-- whether it did.
select pg_try_advisory_xact_lock(hashtext('cruddur schema_migrations'))
