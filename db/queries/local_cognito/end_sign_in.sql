-- Forgets the failures of a name, and begins a session of a person who may sign in.
with forgotten as (
  delete from local_cognito.sign_ins where name_digest = local_cognito.digest(:email)
), expired as (
  delete from local_cognito.refresh_tokens where sub = :sub and expires_at < now()
)
insert into local_cognito.refresh_tokens (token_digest, origin_jti, sub, expires_at)
values (sha256(:token), :origin_jti, :sub, now() + interval '30 days')
