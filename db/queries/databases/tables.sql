-- rows: The tables of this database, with the statement that counts each one's rows, and the estimate of PostgreSQL.
-- The environment mark is not data.
select case nspname when 'public' then quote_ident(relname) else format('%I.%I', nspname, relname) end as name,
  format('select count(*) from %I.%I', nspname, relname) as counting, greatest(reltuples, 0)::bigint as estimate
from pg_class join pg_namespace on pg_namespace.oid = relnamespace
where relkind in ('r', 'p') and not relispartition
  and nspname <> 'information_schema' and nspname !~ '^pg_' and (nspname, relname) <> ('public', 'environment')
order by nspname <> 'public', nspname, relname
