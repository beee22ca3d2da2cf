-- rows: Whether the tables of the built-in user pool were loaded.
select to_regclass('local_cognito.signing_keys') is not null
