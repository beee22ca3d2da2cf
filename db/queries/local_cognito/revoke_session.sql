-- Ends the session that a refresh token is of.
update local_cognito.refresh_tokens set revoked_at = now()
where token_digest = sha256(:token) and revoked_at is null
