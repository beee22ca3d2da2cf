-- write: Removes expired sessions, a batch at a time.
delete from public.sessions
where id_digest in (
  select id_digest
  from public.sessions
  where expires_at <= now()
  limit :batch
  for update skip locked
)
