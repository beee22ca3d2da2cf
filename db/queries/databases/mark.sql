-- rows: The environment mark of this database: dev or prod.
select mark from public.environment
