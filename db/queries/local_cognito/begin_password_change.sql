-- write: Counts an attempt to change the password of an account before the previous password is checked, and returns the
-- account. No row after five attempts within an hour, of which none succeeded. Only sessions of the account count here, so
-- that strangers cannot keep its owner from a new password.
select account.sub, account.password_hash
from (
  select local_cognito.spend(local_cognito.budget_key('change_password', '', :sub), 5, interval '1 hour') as used
) spent
join local_cognito.accounts account on account.sub = :sub
where spent.used is not null
