-- Waits for whoever is migrating this database; then it is this transaction's turn, until it ends.
select pg_advisory_xact_lock(hashtext('cruddur schema_migrations'))
