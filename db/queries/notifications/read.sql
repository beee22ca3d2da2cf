-- write: Marks all notifications of this person as read.
update public.notifications
set read_at = now()
where user_uuid = :person and read_at is null
