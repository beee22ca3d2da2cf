-- rows: The statement that gives a role a password.
select format('alter role %I password %L', :role::text, :hash::text)
