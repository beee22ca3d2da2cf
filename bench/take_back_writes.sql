-- Takes back what was posted and liked, and who signed up, while writing was measured. Nobody has liked the new cruds
-- or replied to them.
delete from public.likes
where user_uuid in (select uuid from public.users where handle like 'liker%');

set session_replication_role = replica;

-- They have nothing else; without triggers nobody looks through all activities for each of them.
delete from public.users where email = 'signed-up@bench.example';

delete from public.activities
where user_uuid = (select uuid from public.users where handle = 'writer')
