-- rows: The number of replies in a thread that have not expired, at all levels; one thousand stands for more.
with recursive thread (uuid) as (
  select :uuid::uuid
  union all
  select reply.uuid
  from thread
  join public.activities reply on reply.reply_to_activity_uuid = thread.uuid
  where coalesce(reply.expires_at, 'infinity') > now()
)
select count(*) - 1 as number from (select from thread limit 1001) counted
