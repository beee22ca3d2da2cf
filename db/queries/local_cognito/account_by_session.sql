-- rows: The account of a session that has not ended.
select account.sub, account.email, account.name, account.preferred_username
from local_cognito.refresh_tokens session
join local_cognito.accounts account on account.sub = session.sub
where session.origin_jti = :origin_jti and session.sub = :sub
  and session.revoked_at is null and session.expires_at > now()
