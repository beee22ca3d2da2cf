-- Answers if the schema is there, can be read, and is not older than this version of Cruddur; and for how many seconds
-- what expired first has been waiting to be removed.
select true as success, 1 as ver, coalesce(
    (
      select extract(epoch from now() - expires_at)::integer
      from public.activities
      where expires_at <= now()
      order by expires_at
      limit 1
    ), 0) as purge_lag_seconds
where exists (select from public.users) is not null
  and (select max(version) from public.schema_migrations) >= :version::integer
