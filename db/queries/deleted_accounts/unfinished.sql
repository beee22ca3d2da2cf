-- rows: A person whose account is deleted and whose rows are still there. The request that deleted it has had ten seconds
-- to remove them.
select user_uuid
from public.deleted_accounts
where user_uuid is not null and deleted_at < now() - interval '10 seconds'
order by user_uuid
limit 1
