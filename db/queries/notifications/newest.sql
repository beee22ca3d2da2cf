-- page: This person's notifications, newest first, older than the cursor: each with the reply or mention itself, or the
-- person's own activity that was liked or reposted.
select notification.created_at, notification.uuid, card.expires_at, notification.kind,
  actor.handle as actor_handle, actor.display_name as actor_name, notification.read_at is not null as is_read,
  card.uuid as activity_uuid, card.created_at as posted_at, card.display_name, card.handle, card.message,
  card.segments, card.replies_count, card.reposts_count, card.likes_count, card.reply_to_activity_uuid, card.liked,
  card.reposted,
  card.item::jsonb || jsonb_build_object(
    'kind', notification.kind,
    'actor', jsonb_build_object('uuid', actor.uuid, 'handle', actor.handle, 'display_name', actor.display_name),
    'acted_at', notification.created_at,
    'read', notification.read_at is not null) as item
from public.notifications notification
join public.cards(:person) card on card.uuid = notification.activity_uuid
join public.users actor on actor.uuid = notification.actor_uuid
where notification.user_uuid = :person
  and (notification.created_at, notification.uuid) < (:before_created_at, :before_uuid)
order by notification.created_at desc, notification.uuid desc
limit :limit + 1
