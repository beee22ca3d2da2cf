-- write: Ends every session of the person who has this session; no row if this session has ended before.
update local_cognito.refresh_tokens set revoked_at = now()
where sub = (
    select sub from local_cognito.refresh_tokens
    where origin_jti = :origin_jti and sub = :sub and revoked_at is null and expires_at > now())
  and revoked_at is null
returning sub
