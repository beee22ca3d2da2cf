-- Deletes the cruds, likes and people that were added while writes were measured. The new cruds have no likes and no
-- replies.
delete from public.likes
where user_uuid in (select uuid from public.users where handle like 'liker%');

set session_replication_role = replica;

-- They have no other rows; with triggers off, PostgreSQL does not search all activities for each of them.
delete from public.users where email = 'signed-up@bench.example';

delete from public.activities
where user_uuid = (select uuid from public.users where handle = 'writer')
