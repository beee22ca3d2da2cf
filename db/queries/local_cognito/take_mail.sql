-- write: Takes the mail that has been due for the longest time, so that one sender sends it, and makes it due again in
-- case that fails: after half a minute, then after twice as long each time. Returns the recipient, which is null if the
-- account does not exist; the code, which is null if it no longer works; and whether the mail is older than an hour.
with taken as (
  update local_cognito.mails set
    tries = tries + 1,
    due_at = now() + least(interval '15 minutes', interval '30 seconds' * power(2, least(tries, 10)))
  where id = (
    select id from local_cognito.mails
    where due_at <= now()
    order by due_at
    limit 1
    for update skip locked)
  returning *
)
select taken.id, taken.kind, taken.created_at < now() - interval '1 hour' as is_late,
  account.sub, account.email, account.name, account.preferred_username, codes.code
from taken
left join local_cognito.accounts account on account.sub = taken.sub
left join local_cognito.codes codes on codes.name_digest = local_cognito.digest(account.email)
  and codes.purpose = taken.kind and codes.used_at is null and codes.expires_at > now()
