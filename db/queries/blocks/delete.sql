-- write: Takes this person's block of the person with this handle back. Returns one row if the handle exists.
with blocked as (
  select uuid
  from public.users
  where lower(handle) = lower(:handle)
), deleted as (
  delete from public.blocks
  using blocked
  where blocks.user_uuid = :person and blocks.blocked_uuid = blocked.uuid
)
select uuid from blocked
