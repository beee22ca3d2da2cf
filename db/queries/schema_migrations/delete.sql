-- write: Removes the record of a migration that was rolled back.
delete from public.schema_migrations
where version = :version::integer
