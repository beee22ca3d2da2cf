-- One activity, by this author if one is named, with the direct replies to it after the cursor, oldest first.
select
  json_build_object('activity', crud.item, 'replies', coalesce(array_to_json(page.items[1 : :limit]), '[]')) as item,
  page.times[:limit + 1] is not null as has_more,
  page.times[:limit] as created_at,
  page.uuids[:limit] as uuid
from public.cards(:reader) crud
cross join lateral (
  select array_agg(item) as items, array_agg(created_at) as times, array_agg(uuid) as uuids
  from (
    select item, created_at, uuid
    from public.cards(:reader)
    where reply_to_activity_uuid = crud.uuid
      and (created_at, uuid) > (:after_created_at, :after_uuid)
    order by created_at, uuid
    limit :limit + 1
  ) reply
) page
where crud.uuid = :uuid
  and (:handle::text is null or lower(crud.handle) = lower(:handle))
