-- Marks all that this person was notified of as read.
update public.notifications
set read_at = now()
where user_uuid = :person and read_at is null
