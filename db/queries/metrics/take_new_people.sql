-- rows: Takes out the people who have joined and whom no server has counted yet, and returns how many they are on each day.
with taken as (
  delete from public.uncounted_people returning day, people
)
select day, sum(people)::bigint as people
from taken
group by day
