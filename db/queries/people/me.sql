-- The person themselves.
select uuid, handle, display_name, email
from public.users
where uuid = :person
