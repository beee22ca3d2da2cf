-- rows: These cruds, as strangers see them, oldest first.
select uuid, created_at, convert_to(item::text, 'UTF8') as item
from public.cards(null)
where uuid = any(:uuids)
order by created_at, uuid
