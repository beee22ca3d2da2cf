-- rows: Whether the server has a database of this name, and whether one can connect to it.
select coalesce(
  (
    -- PostgreSQL gives a database whose drop was interrupted a limit of -2.
    select case when datconnlimit = -2 then 'invalid' when datallowconn then 'usable' else 'closed' end
    from pg_database
    where datname = :database
  ),
  'missing')
