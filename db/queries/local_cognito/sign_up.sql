-- Makes an account that is yet to be confirmed, with its code, and answers whose it is; nothing if the address has one.
with account as (
  insert into local_cognito.accounts (email, name, preferred_username, password_hash)
  values (:email, :name, :preferred_username, :password_hash)
  on conflict (email) do nothing
  returning *
), code as (
  insert into local_cognito.codes (name_digest, purpose, code, expires_at, requests)
  select local_cognito.digest(:email), 'sign_up', :code, now() + interval '24 hours', 0
  from account
  on conflict (name_digest, purpose) do update set
    code = excluded.code, expires_at = excluded.expires_at, used_at = null, wrong_tries = 0
)
select sub, email, name, preferred_username from account
