-- Whose session this is, and whether it is time to ask the user pool whether they may still have it.
select user_uuid, renew_at <= now() as is_due
from public.sessions
where id_digest = :id_digest and expires_at > now()
