-- rows: Whether this database has the table that holds its mark.
select to_regclass('public.environment') is not null
