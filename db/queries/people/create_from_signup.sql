-- write: The row of the person with this id of the user pool. If it is missing, it is created from the pool's
-- attributes.
select uuid, handle, display_name, email
from public.sign_up(:cognito_user_id, :display_name, :email, :handle)
