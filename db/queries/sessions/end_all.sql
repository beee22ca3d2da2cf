-- Ends every session of this person's, on every server.
delete from public.sessions
where user_uuid = :person
