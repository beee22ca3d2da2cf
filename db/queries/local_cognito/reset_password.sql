-- Tries a code, and if it is right sets the password, unlocks the account and ends its sessions, all at once, so that
-- a code is used by one request only. Answers what came of it (right, wrong, exhausted, expired), and whose account it
-- is. For a name without an account no code is right.
with tried as (
  update local_cognito.codes set
    used_at = case when code = :code then now() end,
    wrong_tries = wrong_tries + case when code = :code then 0 else 1 end
  where name_digest = local_cognito.digest(:email) and purpose = 'reset'
    and used_at is null and expires_at > now() and wrong_tries < 5
  returning code = :code as is_right
), changed as (
  update local_cognito.accounts account set password_hash = :password_hash, updated_at = now()
  from tried
  where tried.is_right and account.email = :email and account.confirmed_at is not null
  returning account.*
), unlocked as (
  delete from local_cognito.sign_ins
  where name_digest = (select local_cognito.digest(email) from changed)
), ended as (
  update local_cognito.refresh_tokens set revoked_at = now()
  where sub = (select sub from changed) and revoked_at is null
)
select
  case
    when changed.sub is not null then 'right'
    when exists (select from tried) then 'wrong'
    else coalesce((
      select case when expires_at > now() and wrong_tries >= 5 then 'exhausted' else 'expired' end
      from local_cognito.codes
      where name_digest = local_cognito.digest(:email) and purpose = 'reset'), 'wrong')
  end as outcome,
  changed.sub, changed.email, changed.name, changed.preferred_username
from (values (1)) as one left join changed on true
