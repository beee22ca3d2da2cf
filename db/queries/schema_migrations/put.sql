-- write: Records that a migration was applied.
insert into public.schema_migrations (version, name, checksum)
values (:version::integer, :name::text, :checksum::text)
