-- write: Deletes a batch of the sign-ups that were not confirmed in time.
delete from public.pending_sign_ins
where secret_digest in (
  select secret_digest
  from public.pending_sign_ins
  where expires_at <= now()
  limit :batch
  for update skip locked
)
