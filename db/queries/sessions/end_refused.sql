-- write: Ends the session whose refresh token the user pool has refused, unless it was renewed with another one meanwhile.
delete from public.sessions
where id_digest = :id_digest and refresh_token = :refused
