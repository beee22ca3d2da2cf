-- write: Uses a code that is right, sets the password, unlocks the account, remembers the client and ends the
-- sessions of the account, in one statement, so that only one request uses a code. Returns the account; no row if another
-- request was faster.
with used as (
  update local_cognito.codes set used_at = now()
  where name_digest = local_cognito.digest(:email) and purpose = 'reset'
    and code = :code and used_at is null and expires_at > now()
  returning true
), changed as (
  update local_cognito.accounts account set
    password_hash = :password_hash, srp_verifier = :srp_verifier, updated_at = now()
  from used
  where account.email = :email and account.confirmed_at is not null
  returning account.*
), unlocked as (
  delete from local_cognito.sign_ins
  where name_digest = (select local_cognito.digest(email) from changed)
), ended as (
  update local_cognito.refresh_tokens set revoked_at = now()
  where sub = (select sub from changed) and revoked_at is null
)
select sub, email, name, preferred_username
from changed, lateral (select local_cognito.remember(changed.sub, :client)) as remembered
