-- write: Tries a code, and returns the result: right, wrong, exhausted (this client has tried five times within an
-- hour), expired, or confirmed (before). For a name without an account, no code is right. After 25 wrong tries of all
-- clients, a longer code replaces this one and is mailed.
with account as (
  select sub, confirmed_at from local_cognito.accounts where email = :email
), spent as materialized (
  select local_cognito.spend(
    local_cognito.budget_key('code ' || :purpose, :client, :email), 5, interval '1 hour') as used
), tried as (
  update local_cognito.codes set
    wrong_tries = wrong_tries + case when code = :code then 0 else 1 end,
    code = case when code <> :code and wrong_tries = 24 then :longer_code else code end,
    expires_at = case when code <> :code and wrong_tries = 24 then greatest(expires_at, now() + interval '1 hour')
      else expires_at end
  where name_digest = local_cognito.digest(:email) and purpose = :purpose
    and used_at is null and expires_at > now()
    and (select used from spent) is not null
    and not (:purpose = 'sign_up' and exists (select from account where confirmed_at is not null))
  returning code, wrong_tries
), mailed as (
  insert into local_cognito.mails (sub, kind)
  select account.sub, :purpose
  from tried join account on (account.confirmed_at is not null) = (:purpose = 'reset')
  where tried.wrong_tries = 25 and tried.code = :longer_code
)
select case
  when :purpose = 'sign_up' and exists (select from account where confirmed_at is not null) then 'confirmed'
  when exists (select from tried where code = :code)
    and exists (select from account where (confirmed_at is not null) = (:purpose = 'reset')) then 'right'
  when exists (select from tried) then 'wrong'
  when not exists (
    select from local_cognito.codes
    where name_digest = local_cognito.digest(:email) and purpose = :purpose) and :purpose = 'reset' then 'wrong'
  when exists (
    select from local_cognito.codes
    where name_digest = local_cognito.digest(:email) and purpose = :purpose
      and used_at is null and expires_at > now()) then 'exhausted'
  else 'expired'
end as outcome
