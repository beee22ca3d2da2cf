-- Forgets a migration that is taken back.
delete from public.schema_migrations
where version = :version::integer
