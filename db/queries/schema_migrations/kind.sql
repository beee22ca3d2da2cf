-- What kind of schema a database has: none, one that keeps note of its migrations, or one from before there were any.
-- Of those, the last is the one that migrations begin with. Either `cruddur up` loaded it, and noted which one it was in
-- a comment on the database, or psql, without a comment.
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
