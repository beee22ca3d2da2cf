-- write: Reports an activity that has not expired to the operators, with the reason in the request body, which is JSON in
-- UTF-8, unless this person has. Returns one row if the activity exists.
with reported as (
  select uuid, user_uuid, message, created_at
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now()
), kept as (
  insert into public.reported_activities (uuid, author_uuid, message, posted_at)
  select uuid, user_uuid, message, created_at
  from reported
  on conflict do nothing
), added as (
  insert into public.reports (activity_uuid, user_uuid, reason)
  select uuid, :person, public.text_field(convert_from(:body, 'UTF8')::jsonb, 'reason')
  from reported
  on conflict do nothing
)
select uuid from reported
