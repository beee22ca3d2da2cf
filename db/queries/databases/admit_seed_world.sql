-- write: Creates accounts in the built-in user pool for the people of the seed world, and returns their ids.
select sub from local_cognito.admit_seed_world(:password_hash) sub
