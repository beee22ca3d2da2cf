-- rows: How many notifications and messages each of these people has not read; a hundred stands for more. And the
-- handles of the people whose cruds each does not see, because one of the two blocks the other.
select person, unread.notifications as unread, unread.messages as unread_messages, array(
  select distinct hidden.handle
  from public.hidden_from(person)
  join public.users hidden using (uuid)
) as hidden
from unnest(:people::uuid[]) person
cross join public.unread(person)
