-- Whether nobody else is migrating this database; if so, nobody else will until the transaction ends, however it ends.
select pg_try_advisory_xact_lock(hashtext('cruddur schema_migrations'))
