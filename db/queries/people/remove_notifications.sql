-- write: Removes a batch of the notifications that a person received, and returns their number.
with removed as (
  delete from public.notifications
  where uuid in (
    select uuid
    from public.notifications
    where user_uuid = :person
    order by created_at desc, uuid desc
    limit :batch
    for update skip locked
  )
  returning uuid
)
select count(*) as removed from removed
