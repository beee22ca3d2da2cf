-- Begins a session of this person's at the page, for as long as the user pool's refresh token is good.
insert into public.sessions (id_digest, user_uuid, refresh_token, renew_at)
values (:id_digest, :person, :refresh_token, now() + make_interval(secs => :seconds))
