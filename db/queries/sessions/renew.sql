-- write: Records that the user pool has renewed the session, perhaps with a new refresh token.
with renewed as (
  update public.sessions
  set renew_at = now() + make_interval(secs => :seconds), refresh_token = coalesce(:refresh_token, refresh_token)
  where id_digest = :id_digest
  returning id_digest
)
insert into public.session_groups (id_digest, cognito_groups)
select id_digest, :groups::text[]
from renewed
on conflict (id_digest) do update set cognito_groups = excluded.cognito_groups
