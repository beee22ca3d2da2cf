-- write: Lets this server renew the session, if the renewal is due and no other server does it. If the renewal fails,
-- another attempt is due in ten seconds.
update public.sessions
set renew_at = now() + interval '10 seconds'
where id_digest = :id_digest and expires_at > now() and (renew_at <= now() or :even_if_not_due)
returning refresh_token
