-- write: Removes the idempotency keys that are older than a day, a batch at a time.
delete from public.idempotency_keys
where (user_uuid, idempotency_key) in (
  select user_uuid, idempotency_key
  from public.idempotency_keys
  where created_at <= now() - interval '1 day'
  limit :batch
  for update skip locked
)
