-- rows: Whether people of the seed world have accounts.
select exists (select from local_cognito.accounts where sub = 'seed-ada')
