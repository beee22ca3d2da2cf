-- Makes a new code for a name, whether or not there is such an account, and answers to whom it may be sent: no row if
-- five were asked for within an hour, an empty one if there is nobody to send it to. Takes away what expired long ago.
with forgotten as (
  delete from local_cognito.codes
  where ctid in (
    select ctid from local_cognito.codes
    where expires_at < now() - interval '1 day' and name_digest <> local_cognito.digest(:email)
    limit 100
    for update skip locked)
), code as (
  insert into local_cognito.codes as codes (name_digest, purpose, code, expires_at, requests)
  values (local_cognito.digest(:email), :purpose, :code,
    now() + case when :purpose = 'sign_up' then interval '24 hours' else interval '1 hour' end, 1)
  on conflict (name_digest, purpose) do update set
    code = excluded.code, expires_at = excluded.expires_at, used_at = null, wrong_tries = 0,
    requests = case when codes.requests_since < now() - interval '1 hour' then 1 else codes.requests + 1 end,
    requests_since = case when codes.requests_since < now() - interval '1 hour' then now() else codes.requests_since end
  where codes.requests < 5 or codes.requests_since < now() - interval '1 hour'
  returning true
)
select account.sub, account.email, account.name, account.preferred_username
from code left join local_cognito.accounts account
  on account.email = :email and (account.confirmed_at is not null) = (:purpose = 'reset')
