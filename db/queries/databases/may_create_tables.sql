-- rows: Whether a role may create tables in the schema public.
select has_schema_privilege(:role, 'public', 'create')
