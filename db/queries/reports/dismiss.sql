-- write: Removes the reports of an activity, and its kept text; the activity stays. Returns one row if it was reported.
delete from public.reported_activities
where uuid = :uuid::uuid
returning uuid
