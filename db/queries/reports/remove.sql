-- write: Removes a reported activity with its thread, and its reports. Returns one row if it was reported.
with given as (
  select :uuid::uuid as uuid
), answered as (
  -- A deletion of the parent locks the parent first, too.
  select parent.uuid
  from given
  join public.activities activity on activity.uuid = given.uuid
  join public.activities parent on parent.uuid = activity.reply_to_activity_uuid
  for no key update of parent
), decided as (
  delete from public.reported_activities reported
  using given
  where reported.uuid = given.uuid
  returning reported.uuid
), removed as (
  delete from public.activities activity
  using decided
  left join answered on true
  where activity.uuid = decided.uuid
)
select uuid from decided
