-- write: Removes the failed attempts of a client whose password was right, and takes its sign-in off the count of all
-- clients.
with forgotten as (
  delete from local_cognito.sign_ins
  where name_digest = local_cognito.digest(:email) and client_digest = local_cognito.digest(:client)
)
update local_cognito.budgets set used = used - 1
where key = local_cognito.budget_key('sign_in', '', :email) and used > 0
