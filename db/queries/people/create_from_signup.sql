-- The row of the person whom the user pool knows by this id, made if it is missing, as the pool describes them.
select uuid, handle, display_name, email
from public.sign_up(:cognito_user_id, :display_name, :email, :handle)
