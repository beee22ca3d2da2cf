-- rows: The checksum of the tables that were loaded last; null if none were.
select obj_description(to_regnamespace('local_cognito'), 'pg_namespace')
