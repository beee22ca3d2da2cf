-- One activity with the direct replies to it, the oldest hundred first.
select crud.item as activity, (
    select coalesce(json_agg(reply.item), '[]')
    from (
      select item
      from public.cards(:reader)
      where reply_to_activity_uuid = crud.uuid
      order by created_at, uuid
      limit 100
    ) reply
  ) as replies
from public.cards(:reader) crud
where crud.uuid = :uuid
