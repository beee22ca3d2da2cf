-- rows: The kind of schema in a database: none, one that records its migrations, or one from before there were any.
-- Migrations can continue only from the last of those older schemas. `cruddur up` recorded which one it loaded in a
-- comment on the database; psql left no comment.
select case
  when to_regclass('public.schema_migrations') is not null then 'migrated'
  when to_regclass('public.users') is null then 'none'
  when coalesce(
    shobj_description(oid, 'pg_database') = 'Cruddur, schema ' || :baseline::text,
    to_regclass('public.sessions') is not null) then 'baseline'
  else 'too_old'
end
from pg_catalog.pg_database
where datname = current_database()
