-- object: All that a person has said about themselves.
select person.handle, row_to_json(person) as item
from (
  select uuid, cognito_user_id as cognito_user_uuid, handle, display_name, email, bio, created_at, updated_at
  from public.users
  where uuid = :person
) person
