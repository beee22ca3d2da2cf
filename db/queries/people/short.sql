-- object: A person in short.
select person.*, row_to_json(person) as item
from (
  select uuid, handle, display_name
  from public.users
  where lower(handle) = lower(:handle)
) person
