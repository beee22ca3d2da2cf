-- object: A person, and the number of their cruds that this reader sees. Only the person sees the pool's id.
select
  person.uuid, person.handle, person.display_name, person.bio, cruds.count as cruds_count, person.created_at,
  person.uuid = :reader as is_reader, cruds.expires_at,
  exists (select from public.blocks where user_uuid = :reader and blocked_uuid = person.uuid) as is_blocked,
  case
    when person.uuid = :reader then json_build_object(
      'uuid', person.uuid, 'cognito_user_uuid', person.cognito_user_id, 'handle', person.handle,
      'display_name', person.display_name, 'bio', person.bio, 'cruds_count', cruds.count,
      'created_at', person.created_at)
    else json_build_object(
      'uuid', person.uuid, 'handle', person.handle,
      'display_name', person.display_name, 'bio', person.bio, 'cruds_count', cruds.count,
      'created_at', person.created_at)
  end as item
from public.users person
cross join lateral (
  select count(*) as count, min(expires_at) as expires_at
  from public.activities
  where user_uuid = person.uuid and reply_to_activity_uuid is null and coalesce(expires_at, 'infinity') > now()
    and (:reader::uuid is null or not public.is_blocked(person.uuid, :reader))
) cruds
where lower(person.handle) = lower(:handle)
