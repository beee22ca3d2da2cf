-- Gives the people of the seed world accounts in the built-in user pool.
select local_cognito.admit_seed_world(:password_hash)
