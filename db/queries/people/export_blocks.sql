-- page: The people that a person has blocked, as the export has them, newest first.
select blocks.blocked_uuid as uuid, blocks.created_at, null::timestamptz as expires_at, json_build_object(
  'handle', blocked.handle, 'created_at', blocks.created_at) as item
from public.blocks
join public.users blocked on blocked.uuid = blocks.blocked_uuid
where blocks.user_uuid = :person
  and (blocks.created_at, blocks.blocked_uuid) < (:before_created_at, :before_uuid)
order by blocks.created_at desc, blocks.blocked_uuid desc
limit :limit + 1
