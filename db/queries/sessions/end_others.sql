-- write: Ends every session of this person but the one with this digest, on every server.
delete from public.sessions
where user_uuid = :person and id_digest is distinct from :id_digest
