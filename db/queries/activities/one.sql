-- One activity, as this reader sees it.
select item
from public.cards(:reader)
where uuid = :uuid
