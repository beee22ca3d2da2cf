-- write: Counts a sign-in before its password is checked, so that concurrent ones are counted, too. Returns the
-- account, or an empty row if the name has none. Returns no row while the client is locked for the name, or if the client
-- is unknown to the account and a hundred sign-ins of such clients have failed within a day. From the twentieth on, the
-- owner is warned, once a day. Removes old attempts.
with swept as (
  select local_cognito.sweep_budgets()
), forgotten as (
  delete from local_cognito.sign_ins
  where ctid in (
    select ctid from local_cognito.sign_ins
    where locked_until < now() - interval '1 day' and name_digest <> local_cognito.digest(:email)
    limit 100
    for update skip locked)
), attempt as (
  insert into local_cognito.sign_ins as sign_ins (name_digest, client_digest, attempts, locked_until)
  values (local_cognito.digest(:email), local_cognito.digest(:client), 1, clock_timestamp())
  on conflict (name_digest, client_digest) do update set
    attempts = case when sign_ins.locked_until < now() - interval '1 day' then 1 else sign_ins.attempts + 1 end,
    locked_until = clock_timestamp() + case
      when sign_ins.locked_until < now() - interval '1 day' then interval '0'
      else local_cognito.lock_after(sign_ins.attempts + 1) end
  where sign_ins.locked_until <= clock_timestamp()
  returning true
), counted as materialized (
  select account.*, case when local_cognito.is_known(account.sub, :client) then 0
    else local_cognito.spend(local_cognito.budget_key('sign_in', '', :email), 100, interval '1 day') end as used
  from attempt left join local_cognito.accounts account on account.email = :email
), warned as (
  insert into local_cognito.mails (sub, kind)
  select sub, 'warning'
  from counted
  where case when used >= 20 and confirmed_at is not null then
    local_cognito.spend(local_cognito.budget_key('warning', '', :email), 1, interval '1 day') is not null end
)
select sub, email, name, preferred_username, password_hash, srp_verifier, confirmed_at is not null as is_confirmed
from counted, swept
where used is not null
