-- write: Ends the session of a refresh token.
update local_cognito.refresh_tokens set revoked_at = now()
where token_digest = sha256(:token) and revoked_at is null
