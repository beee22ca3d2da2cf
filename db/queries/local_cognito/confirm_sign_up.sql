-- write: Uses a code that is right, and confirms the account, in one statement, so that only one request uses a code.
-- Returns the account; no row if another request was faster.
with used as (
  update local_cognito.codes set used_at = now()
  where name_digest = local_cognito.digest(:email) and purpose = 'sign_up'
    and code = :code and used_at is null and expires_at > now()
  returning true
)
update local_cognito.accounts account set confirmed_at = now(), updated_at = now()
from used
where account.email = :email and account.confirmed_at is null
returning account.sub, account.email, account.name, account.preferred_username
