-- rows: Whether the server is Amazon RDS.
select exists (select from pg_roles where rolname in ('rdsadmin', 'rds_superuser')) as is_on_rds
