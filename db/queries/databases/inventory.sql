-- How many people and cruds there are, as a sentence says it.
select format('%s people and %s cruds', (select count(*) from public.users), (select count(*) from public.activities))
