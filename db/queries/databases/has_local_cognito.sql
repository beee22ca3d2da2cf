-- Whether the accounts of the built-in user pool have been here before.
select to_regnamespace('local_cognito') is not null
