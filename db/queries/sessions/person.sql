-- rows: The person of this session, and whether the user pool must be asked whether it may continue.
select user_uuid, renew_at <= now() as is_due
from public.sessions
where id_digest = :id_digest and expires_at > now()
