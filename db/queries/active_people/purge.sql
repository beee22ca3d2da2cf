-- write: Removes a batch of what makes each person count once a day, after three days.
delete from public.active_people
where ctid = any (array(
  select ctid from public.active_people where day < public.utc_day(now()) - 2 order by day limit :batch))
