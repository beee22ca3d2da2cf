-- write: Ends the session, on every server.
delete from public.sessions
where id_digest = :id_digest
returning refresh_token
