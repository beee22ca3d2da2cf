-- write: Deletes a batch of the deleted accounts whose tokens have expired.
delete from public.deleted_accounts
where cognito_user_id_digest in (
  select cognito_user_id_digest
  from public.deleted_accounts
  where expires_at <= now()
  limit :batch
  for update skip locked
)
