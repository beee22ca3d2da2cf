-- Ends every session of this person's, on every server, and answers what the one with this digest had.
with ended as (
  delete from public.sessions
  where user_uuid = :person
  returning id_digest, refresh_token
)
select refresh_token
from ended
where id_digest = :id_digest
