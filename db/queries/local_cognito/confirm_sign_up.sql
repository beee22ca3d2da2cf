-- Tries a code, and confirms the account if it is right, all at once, so that a code is used by one request only.
-- Answers what came of it (right, wrong, exhausted, expired, confirmed before), and whose account it is.
with tried as (
  update local_cognito.codes set
    used_at = case when code = :code then now() end,
    wrong_tries = wrong_tries + case when code = :code then 0 else 1 end
  where name_digest = local_cognito.digest(:email) and purpose = 'sign_up'
    and used_at is null and expires_at > now() and wrong_tries < 5
    and not exists (
      select from local_cognito.accounts where email = :email and confirmed_at is not null)
  returning code = :code as is_right
), confirmed as (
  update local_cognito.accounts account set confirmed_at = now(), updated_at = now()
  from tried
  where tried.is_right and account.email = :email and account.confirmed_at is null
  returning account.*
)
select
  case
    when confirmed.sub is not null then 'right'
    when exists (select from local_cognito.accounts where email = :email and confirmed_at is not null) then 'confirmed'
    when exists (select from tried) then 'wrong'
    when exists (
      select from local_cognito.codes
      where name_digest = local_cognito.digest(:email) and purpose = 'sign_up'
        and expires_at > now() and wrong_tries >= 5) then 'exhausted'
    else 'expired'
  end as outcome,
  confirmed.sub, confirmed.email, confirmed.name, confirmed.preferred_username
from (values (1)) as one left join confirmed on true
