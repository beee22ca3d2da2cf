-- write: Ends every session of this person, on every server, and returns the refresh token of the session with this
-- digest.
with ended as (
  delete from public.sessions
  where user_uuid = :person
  returning id_digest, refresh_token
)
select refresh_token
from ended
where id_digest = :id_digest
