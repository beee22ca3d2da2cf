-- write: Creates an unconfirmed account with its code, queues the mail, and returns the account; nothing if the address
-- already has one.
with account as (
  insert into local_cognito.accounts (sub, email, name, preferred_username, password_hash, srp_verifier)
  values (:sub, :email, :name, :preferred_username, :password_hash, :srp_verifier)
  on conflict (email) do nothing
  returning *
), code as (
  insert into local_cognito.codes (name_digest, purpose, code, expires_at)
  select local_cognito.digest(:email), 'sign_up', :code, now() + interval '24 hours'
  from account
  on conflict (name_digest, purpose) do update set
    code = excluded.code, expires_at = excluded.expires_at, used_at = null, wrong_tries = 0
), mailed as (
  insert into local_cognito.mails (sub, kind)
  select sub, 'sign_up' from account
)
select sub, email, name, preferred_username from account
