-- write: Deletes and returns the password of a sign-up, so that it is used once.
delete from public.pending_sign_ins
where secret_digest = :secret_digest and expires_at > now()
returning sealed_password
