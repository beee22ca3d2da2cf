-- The person whom the user pool knows by this id.
select uuid
from public.users
where cognito_user_id = :cognito_user_id
