-- rows: How many notifications each of these people has not read, of activities that have not expired, and how many
-- messages; at most a hundred of each are counted. And the handles of the people whose cruds each does not see, because one of the two blocks the other.
select person, (
    select count(*)
    from (
      select
      from public.notifications notification
      join public.activities activity on activity.uuid = notification.activity_uuid
      where notification.user_uuid = person
        and notification.read_at is null
        and coalesce(activity.expires_at, 'infinity') > now()
      limit 100
    ) unread
  )::integer as unread, (
    select count(*)
    from (
      select
      from public.message_groups conversation
      join public.messages message on message.message_group_uuid = conversation.uuid
      where (conversation.first_uuid = person or conversation.second_uuid = person)
        and message.user_uuid <> person
        and message.read_at is null
        and message.expires_at > now()
      limit 100
    ) unread
  )::integer as unread_messages, array(
    select hidden.handle
    from (
      select blocked_uuid as uuid from public.blocks where user_uuid = person
      union
      select user_uuid from public.blocks where blocked_uuid = person
    ) blocks
    join public.users hidden using (uuid)
  ) as hidden
from unnest(:people::uuid[]) person
