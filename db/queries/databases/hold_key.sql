-- rows: Holds a key until the transaction ends. The server keeps it for this database alone.
select pg_advisory_xact_lock(:key)
