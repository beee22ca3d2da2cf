-- write: Blocks the person with this handle, unless this person has. Returns one row if the handle exists.
with blocked as (
  select uuid
  from public.users
  where lower(handle) = lower(:handle)
), added as (
  insert into public.blocks (user_uuid, blocked_uuid)
  select :person, uuid
  from blocked
  on conflict do nothing
)
select uuid from blocked
