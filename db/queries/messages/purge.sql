-- write: Removes a batch of expired messages, those that expired first, and returns their number.
with removed as (
  delete from public.messages
  where uuid in (
    select uuid
    from public.messages
    where expires_at <= now()
    order by expires_at
    limit :batch
    for update skip locked
  )
  returning uuid
)
select count(*) as removed from removed
