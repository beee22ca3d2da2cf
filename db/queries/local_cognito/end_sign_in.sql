-- write: Removes the failed attempts of a client whose password was right, takes its sign-in off the count of all
-- clients, remembers the client, and begins a session.
with forgotten as (
  delete from local_cognito.sign_ins
  where name_digest = local_cognito.digest(:email) and client_digest = local_cognito.digest(:client)
), taken_back as (
  update local_cognito.budgets set used = used - 1
  where key = local_cognito.budget_key('sign_in', '', :email) and used > 0
    and not local_cognito.is_known(:sub, :client)
), expired as (
  delete from local_cognito.refresh_tokens where sub = :sub and expires_at < now()
)
insert into local_cognito.refresh_tokens (token_digest, origin_jti, sub, expires_at)
select sha256(:token), :origin_jti, :sub, now() + interval '30 days'
from (select local_cognito.remember(:sub, :client)) as remembered
