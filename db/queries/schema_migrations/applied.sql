-- rows: The migrations that were applied, the oldest first.
select version, name, checksum, applied_at
from public.schema_migrations
order by version
