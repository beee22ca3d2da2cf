-- object: The signed-in person.
select person.*, row_to_json(person) as item
from (
  select uuid, handle, display_name, email
  from public.users
  where uuid = :person
) person
