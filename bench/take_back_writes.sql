-- Deletes the cruds, likes, messages and people that were added while writes were measured. The new cruds have no likes and no
-- replies.
delete from public.likes
where user_uuid in (select uuid from public.users where handle like 'liker%');

set session_replication_role = replica;

-- They have no other rows; with triggers off, PostgreSQL does not search all activities for each of them.
delete from public.users where email = 'signed-up@bench.example';

delete from public.messages
where user_uuid = (select uuid from public.users where handle = 'writer');

delete from public.message_groups
where (select uuid from public.users where handle = 'writer') in (first_uuid, second_uuid);

delete from public.activities
where user_uuid = (select uuid from public.users where handle = 'writer')
