-- write: Begins a session of this person at the page, for as long as the user pool's refresh token is valid.
with session as (
  insert into public.sessions (id_digest, user_uuid, refresh_token, renew_at)
  values (:id_digest, :person, :refresh_token, now() + make_interval(secs => :seconds))
  returning id_digest
)
insert into public.session_groups (id_digest, cognito_groups)
select id_digest, :groups::text[]
from session
