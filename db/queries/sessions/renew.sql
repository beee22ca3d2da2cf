-- The user pool has renewed the session. It may have given a new refresh token.
update public.sessions
set renew_at = now() + make_interval(secs => :seconds), refresh_token = coalesce(:refresh_token, refresh_token)
where id_digest = :id_digest
