-- write: Creates a code for a name, or keeps the one that still works, and queues a mail with it, whether or not the
-- account exists. Returns whether this client may request one, which is five times an hour. For all clients together, five
-- mails an hour are sent: after them, the code is in the mailbox already. Removes codes that expired long ago.
with swept as (
  select local_cognito.sweep_budgets()
), forgotten as (
  delete from local_cognito.codes
  where ctid in (
    select ctid from local_cognito.codes
    where expires_at < now() - interval '1 day' and name_digest <> local_cognito.digest(:email)
    limit 100
    for update skip locked)
), spent as materialized (
  select local_cognito.spend(
    local_cognito.budget_key('request ' || :purpose, :client, :email), 5, interval '1 hour') as used
), may_try_again as (
  delete from local_cognito.budgets
  where key = local_cognito.budget_key('code ' || :purpose, :client, :email) and (select used from spent) is not null
), code as (
  insert into local_cognito.codes as codes (name_digest, purpose, code, expires_at)
  select local_cognito.digest(:email), :purpose, :code,
    now() + case when :purpose = 'sign_up' then interval '24 hours' else interval '1 hour' end
  from spent
  where used is not null
  on conflict (name_digest, purpose) do update set
    code = case when codes.used_at is null and codes.expires_at > now() then codes.code else excluded.code end,
    wrong_tries = case when codes.used_at is null and codes.expires_at > now() then codes.wrong_tries else 0 end,
    expires_at = excluded.expires_at,
    used_at = null
  returning true
), mailed as (
  insert into local_cognito.mails (sub, kind)
  select account.sub, :purpose
  from code left join local_cognito.accounts account
    on account.email = :email and (account.confirmed_at is not null) = (:purpose = 'reset')
  where local_cognito.spend(local_cognito.budget_key('mail', '', :email), 5, interval '1 hour') is not null
)
select exists (select from code) as may_ask
from swept
