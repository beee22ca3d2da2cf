-- rows: The session of a refresh token, its person, and whether it has not ended.
select account.sub, account.email, account.name, account.preferred_username, session.origin_jti, session.created_at,
  session.revoked_at is not null as is_revoked, session.expires_at <= now() as is_expired
from local_cognito.refresh_tokens session
join local_cognito.accounts account on account.sub = session.sub
where session.token_digest = sha256(:token)
