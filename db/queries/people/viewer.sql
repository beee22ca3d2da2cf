-- rows: The signed-in person, and the numbers of their unread notifications and messages; one hundred stands for
-- more. And the handles of hidden people: one of the two blocks the other.
select person.handle, person.display_name, (
  select count(*)
  from (
    select
    from public.notifications notification
    join public.activities activity on activity.uuid = notification.activity_uuid
    where notification.user_uuid = person.uuid
      and notification.read_at is null
      and coalesce(activity.expires_at, 'infinity') > now()
    limit 100
  ) unread
) as unread, (
  select count(*)
  from (
    select
    from public.message_groups conversation
    join public.messages message on message.message_group_uuid = conversation.uuid
    where (conversation.first_uuid = person.uuid or conversation.second_uuid = person.uuid)
      and message.user_uuid <> person.uuid
      and message.read_at is null
      and message.expires_at > now()
    limit 100
  ) unread
) as unread_messages, array(
  select hidden.handle
  from (
    select blocked_uuid as uuid from public.blocks where user_uuid = person.uuid
    union
    select user_uuid from public.blocks where blocked_uuid = person.uuid
  ) blocks
  join public.users hidden using (uuid)
) as hidden
from public.users person
where person.uuid = :person
