-- All tables but the two that say which schema it is, and whose: as patterns of pg_dump.
select format('%I.%I', schemaname, tablename)
from pg_catalog.pg_tables
where schemaname not in ('pg_catalog', 'information_schema')
  and (schemaname, tablename) not in (('public', 'schema_migrations'), ('public', 'environment'))
order by 1
