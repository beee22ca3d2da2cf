-- object: The activity that this one answers, as this reader sees it.
select *
from public.cards(:reader)
where uuid = (select reply_to_activity_uuid from public.activities where uuid = :uuid)
