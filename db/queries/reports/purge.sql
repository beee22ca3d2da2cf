-- write: Removes a batch of the reports that are older than 30 days, with the kept texts.
delete from public.reported_activities
where uuid in (
  select uuid
  from public.reported_activities
  where reported_at <= now() - interval '30 days'
  limit :batch
  for update skip locked
)
