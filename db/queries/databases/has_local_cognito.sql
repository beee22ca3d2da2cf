-- rows: Whether the accounts of the built-in user pool were loaded before.
select to_regnamespace('local_cognito') is not null
