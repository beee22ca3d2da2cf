-- page: The cruds of a person that have not expired and are older than the cursor, newest first.
select *
from public.cards(:reader)
where user_uuid = (select person.uuid from public.users person where lower(person.handle) = lower(:handle))
  and reply_to_activity_uuid is null
  and (created_at, uuid) < (:before_created_at, :before_uuid)
order by created_at desc, uuid desc
limit :limit + 1
