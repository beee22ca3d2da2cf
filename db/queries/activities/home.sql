-- page: The home feed: cruds that have not expired, newest first, older than the cursor. One row more than requested
-- shows whether there are more.
select *
from public.cards(:reader)
where reply_to_activity_uuid is null
  and (created_at, uuid) < (:before_created_at, :before_uuid)
order by created_at desc, uuid desc
limit :limit + 1
