-- write: Changes the password of the account of a session that has not ended, if the previous hash is still the account's,
-- and forgets the attempts. Returns the account.
with changed as (
  update local_cognito.accounts set
    password_hash = :password_hash, srp_verifier = :srp_verifier, updated_at = now()
  where sub = :sub and password_hash = :previous_hash
    and exists (
      select from local_cognito.refresh_tokens
      where origin_jti = :origin_jti and sub = :sub and revoked_at is null and expires_at > now())
  returning sub
), forgotten as (
  delete from local_cognito.budgets
  where key = local_cognito.budget_key('change_password', '', (select sub from changed))
)
select sub from changed
