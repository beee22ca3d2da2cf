-- object: Answers if the schema exists, can be read, and is not older than this version of Cruddur. The purge lag is
-- the number of seconds since the oldest expired activity that is not removed yet expired.
select json_build_object('success', true, 'ver', 1, 'purge_lag_seconds', coalesce(
    (
      select extract(epoch from now() - expires_at)::integer
      from public.activities
      where expires_at <= now()
      order by expires_at
      limit 1
    ), 0)) as item
where exists (select from public.users) is not null
  and (select max(version) from public.schema_migrations) >= :version::integer
