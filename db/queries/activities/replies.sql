-- page: The direct replies to an activity that are after the cursor, oldest first.
select *
from public.cards(:reader)
where reply_to_activity_uuid = :uuid
  and (created_at, uuid) > (:after_created_at, :after_uuid)
order by created_at, uuid
limit :limit + 1
