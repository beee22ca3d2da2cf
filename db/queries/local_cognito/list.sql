-- rows: The accounts after the given one, ordered by their ids.
select sub, email, name, preferred_username, created_at, updated_at, confirmed_at is not null as is_confirmed
from local_cognito.accounts
where sub > :after
order by sub
limit :limit
