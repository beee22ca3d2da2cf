-- rows: The other person with this handle, and the uuid of this person's conversation with them; null if it has no message.
select other.handle, other.display_name, (
  select uuid
  from public.message_groups
  where first_uuid = least(:person::uuid, other.uuid)
    and second_uuid = greatest(:person::uuid, other.uuid)
    and expires_at > now()
) as uuid
from public.users other
where lower(other.handle) = lower(:handle) and other.uuid <> :person
