-- rows: The numbers of people and cruds, as a sentence.
select format('%s people and %s cruds', (select count(*) from public.users), (select count(*) from public.activities))
