-- Takes it upon this server to renew the session, if that is due and no other server does. Should it fail, another try is
-- due in ten seconds.
update public.sessions
set renew_at = now() + interval '10 seconds'
where id_digest = :id_digest and expires_at > now() and (renew_at <= now() or :even_if_not_due)
returning refresh_token
