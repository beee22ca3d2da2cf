-- Deletes what was posted while writing was measured. Nobody has liked it or replied to it.
set session_replication_role = replica;

delete from public.activities
where user_uuid = (select uuid from public.users where handle = 'writer')
