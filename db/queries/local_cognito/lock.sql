-- rows: Waits until no other server loads the accounts.
select pg_advisory_xact_lock(hashtext('cruddur local_cognito'))
