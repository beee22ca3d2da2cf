-- write: Deletes the account of a session that has not ended, with its codes, mails, sessions and failed attempts. Returns
-- the account.
with deleted as (
  delete from local_cognito.accounts
  where sub = (
    select sub from local_cognito.refresh_tokens
    where origin_jti = :origin_jti and sub = :sub and revoked_at is null and expires_at > now())
  returning sub, email
), codes as (
  delete from local_cognito.codes
  where name_digest = (select local_cognito.digest(email) from deleted)
), attempts as (
  delete from local_cognito.sign_ins
  where name_digest = (select local_cognito.digest(email) from deleted)
)
select sub from deleted
