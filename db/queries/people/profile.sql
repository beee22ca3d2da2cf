-- A person, with the cruds of theirs that are older than the cursor, newest first. The pool's id is shown to its owner.
select
  json_build_object(
    'profile',
    case
      when person.uuid = :reader then json_build_object(
        'uuid', person.uuid, 'cognito_user_uuid', person.cognito_user_id, 'handle', person.handle,
        'display_name', person.display_name, 'bio', person.bio, 'cruds_count', cruds.count,
        'created_at', person.created_at)
      else json_build_object(
        'uuid', person.uuid, 'handle', person.handle,
        'display_name', person.display_name, 'bio', person.bio, 'cruds_count', cruds.count,
        'created_at', person.created_at)
    end,
    'activities', coalesce(array_to_json(page.items[1 : :limit]), '[]')) as item,
  page.times[:limit + 1] is not null as has_more,
  page.times[:limit] as created_at,
  page.uuids[:limit] as uuid
from public.users person
cross join lateral (
  select count(*)
  from public.activities
  where user_uuid = person.uuid and reply_to_activity_uuid is null and coalesce(expires_at, 'infinity') > now()
) cruds
cross join lateral (
  select array_agg(item) as items, array_agg(created_at) as times, array_agg(uuid) as uuids
  from (
    select item, created_at, uuid
    from public.cards(:reader)
    where user_uuid = person.uuid
      and reply_to_activity_uuid is null
      and (created_at, uuid) < (:before_created_at, :before_uuid)
    order by created_at desc, uuid desc
    limit :limit + 1
  ) crud
) page
where lower(person.handle) = lower(:handle)
