-- Counts a sign-in before its password is looked at, so that many at once are counted, too. Answers the account, or an
-- empty row if there is none by this name; no row while the name is locked. Takes away what was long forgotten.
with forgotten as (
  delete from local_cognito.sign_ins
  where ctid in (
    select ctid from local_cognito.sign_ins
    where locked_until < now() - interval '1 day' and name_digest <> local_cognito.digest(:email)
    limit 100
    for update skip locked)
), attempt as (
  insert into local_cognito.sign_ins as sign_ins (name_digest, attempts, locked_until)
  values (local_cognito.digest(:email), 1, clock_timestamp())
  on conflict (name_digest) do update set
    attempts = case when sign_ins.locked_until < now() - interval '1 hour' then 1 else sign_ins.attempts + 1 end,
    locked_until = clock_timestamp() + case
      when sign_ins.locked_until < now() - interval '1 hour' then interval '0'
      else local_cognito.lock_after(sign_ins.attempts + 1) end
  where sign_ins.locked_until <= clock_timestamp()
  returning true
)
select account.sub, account.email, account.name, account.preferred_username, account.password_hash,
  account.confirmed_at is not null as is_confirmed
from attempt left join local_cognito.accounts account on account.email = :email
