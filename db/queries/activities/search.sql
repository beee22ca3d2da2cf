-- Living activities in which every word, #tag and @handle of the term occurs, newest first, older than the cursor.
select *
from public.cards(:reader)
where words @@ public.search_query(:term)
  and (created_at, uuid) < (:before_created_at, :before_uuid)
order by created_at desc, uuid desc
limit :limit + 1
