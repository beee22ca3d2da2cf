-- write: Removes a batch of the conversations whose messages have all expired.
delete from public.message_groups
where uuid in (
  select uuid
  from public.message_groups
  where expires_at <= now()
  limit :batch
  for update skip locked
)
