-- Answers if the schema is there and can be read.
select exists (select from public.users) as people, exists (select from public.activities) as activities
