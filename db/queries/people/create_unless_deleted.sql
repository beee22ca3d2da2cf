-- write: The row of the person with this id of the user pool, which is created if it is missing. No row, and nothing
-- created, if the account is deleted.
select person.uuid, person.handle, person.display_name, person.email
from (
  select :cognito_user_id::text as cognito_user_id
  where not exists (
    select from public.deleted_accounts
    where cognito_user_id_digest = sha256(convert_to(:cognito_user_id, 'UTF8')))
  offset 0
) living
cross join lateral public.sign_up(living.cognito_user_id, :display_name, :email, :handle) person
