-- rows: All tables except those of the environment mark and the migrations, as patterns of pg_dump.
select format('%I.%I', schemaname, tablename)
from pg_catalog.pg_tables
where schemaname not in ('pg_catalog', 'information_schema')
  and (schemaname, tablename) not in (('public', 'schema_migrations'), ('public', 'environment'))
order by 1
