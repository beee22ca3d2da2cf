-- rows: The signed-in person, and the numbers of their unread notifications and messages; one hundred stands for
-- more. And the handles of hidden people: one of the two blocks the other.
select person.handle, person.display_name, unread.notifications as unread, unread.messages as unread_messages, array(
  select distinct hidden.handle
  from public.hidden_from(person.uuid)
  join public.users hidden using (uuid)
) as hidden
from public.users person
cross join public.unread(person.uuid)
where person.uuid = :person
