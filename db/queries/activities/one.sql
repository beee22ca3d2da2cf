-- object: One activity that has not expired, by this author if one is named, as this reader sees it.
select *
from public.cards(:reader)
where uuid = :uuid
  and (:handle::text is null or lower(handle) = lower(:handle))
