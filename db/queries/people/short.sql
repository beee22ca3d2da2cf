-- A person in short.
select uuid, handle, display_name
from public.users
where lower(handle) = lower(:handle)
