-- write: Removes the row of a person, with all that is left of theirs.
with locked as materialized (
  select public.lock_activities_of(:person)
)
delete from public.users
using locked
where users.uuid = :person
