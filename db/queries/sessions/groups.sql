-- rows: The groups in the user pool of the person of this session.
select cognito_groups
from public.session_groups
join public.sessions using (id_digest)
where id_digest = :id_digest and expires_at > now()
