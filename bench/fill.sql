-- Fills a database with an empty schema, as if its people had been posting for thirty days. Settings set the numbers:
-- bench.people, bench.cruds (not expired), bench.expired; bench.mark is recorded at the end.

-- The rows keep the rules and have their counters, so triggers and foreign keys are off.
set session_replication_role = replica;

-- Building an index over existing rows is quicker than row by row.
set maintenance_work_mem = '512MB';
create temporary table indexes as
select indexname, indexdef
from pg_indexes
where schemaname = 'public' and tablename = 'activities' and indexname <> 'activities_pkey';

do $$ declare
  index text;
begin
  for index in select indexname from indexes loop
    execute format('drop index public.%I', index);
  end loop;
end $$;

insert into public.users (display_name, handle, email, cognito_user_id, bio)
select first_name || ' ' || last_name, 'person_' || number, 'person_' || number || '@example.com', 'bench-' || number,
  'Writes about ' || topic || ', mostly after dark.'
from (
  select number,
    (array['Ada', 'Zoë', 'Bayko', 'Mei', 'Ngozi', 'Łukasz', 'Andrew', 'Søren'])[1 + number % 8] as first_name,
    (array['Brown', 'Lovelace', 'Ångström', 'Okafor', 'Nakamura', 'García', 'Hopper'])[1 + number / 8 % 7] as last_name,
    (array['bread', 'trains', 'type systems', 'small gardens', 'the sea'])[1 + number / 56 % 5] as topic
  from generate_series(1, current_setting('bench.people')::integer) number
) person;

-- The only person who posts while writes are measured, so that those rows can be found again.
insert into public.users (display_name, handle, email, cognito_user_id)
values ('Writer', 'writer', 'writer@example.com', 'bench-writer');

create temporary table people as
select row_number() over () - 1 as number, uuid
from public.users
where handle like 'person%';

-- The people who like cruds, and whose conversations are read, while that is measured.
insert into public.users (display_name, handle, email, cognito_user_id)
select 'Liker', 'liker_' || number, 'liker_' || number || '@example.com', 'bench-liker-' || number
from generate_series(1, 64) number;

-- Texts that messages are cut from: a message begins at each word.
create temporary table texts as
select place - 1 as number, text
from (
  select place, string_agg(word, ' ') over (order by place rows between current row and 80 following) as text,
    count(*) over () as words
  from regexp_split_to_table(
    btrim(
      $$
      Finally fixed the bug that only ever shows up in demos. It was a timezone, of course it was a timezone.
      Does anyone know a good place for dumplings near the station? Asking for a friend, the friend is me. 🥟
      Reading a paper from 1978 and feeling called out by the second paragraph. New rule: no deploys on Friday,
      and no meetings about deploys on Friday either. @person_7 thank you for the notes, they saved my week!
      "Premature optimisation" is what people say when they have not measured yet. The café on the corner now
      closes at six; this is how empires fall. #smallgrievances Sunrise over the harbour was worth the alarm. ☀️
      Trying to learn the accordion, sorry to everybody in the building. My daughter asked where deleted files
      go, and I had to sit down for a while. If a query is slow, read the plan; if the plan is fine, read it
      again. #postgres Rain, tea, a blanket, and a very long novel about very short people.
      $$, E' \n'), '\s+') with ordinality as words (word, place)
) text
where place <= words / 2;

insert into public.activities
  (user_uuid, message, replies_count, reposts_count, likes_count, expires_at, created_at, updated_at)
select people.uuid,
  -- A message ends in a word of a vocabulary with common words and many rare ones.
  left(texts.text, 20 + floor(random() * 254)::integer) || ' ' || left(md5(floor(50000 * random() ^ 3)::text), 6),
  floor(5 * random() ^ 20), floor(5 * random() ^ 30), floor(10 * random() ^ 30),
  created_at + lifetime, created_at, created_at
from (
  select created_at, lifetime,
    floor(random() * (select count(*) from people)) as person, floor(random() * (select count(*) from texts)) as text
  from (
    select now() - interval '30 days' * random() as created_at, interval '30 days' as lifetime
    from generate_series(1, current_setting('bench.cruds')::integer)
    union all (
      -- Of cruds posted evenly over the thirty days, each with one of the seven lifetimes, those that have expired.
      select created_at, lifetime
      from (
        select now() - interval '30 days' * random() as created_at,
          ('{30 days,7 days,3 days,1 day,12 hours,3 hours,1 hour}'::interval[])[1 + floor(random() * 7)] as lifetime
        from generate_series(1, 2 * current_setting('bench.expired')::integer)
      ) posted
      where created_at + lifetime < now()
      limit current_setting('bench.expired')::integer
    )
  ) lives
) crud
join people on people.number = crud.person
join texts on texts.number = crud.text
-- Rows are in the table in the order in which they were posted.
order by created_at;

insert into public.activities (user_uuid, message, reply_to_activity_uuid, expires_at, created_at, updated_at)
select people.uuid, texts.text, activity.uuid, activity.expires_at,
  activity.created_at + nth * interval '1 minute', activity.created_at
from public.activities activity
cross join generate_series(1, activity.replies_count) nth
join people on people.number = (extract(epoch from activity.created_at)::bigint + nth) % (select count(*) from people)
join texts on texts.number = (extract(epoch from activity.created_at)::bigint + nth) % (select count(*) from texts);

insert into public.likes (user_uuid, activity_uuid, created_at)
select people.uuid, activity.uuid, activity.created_at
from public.activities activity
cross join generate_series(1, activity.likes_count) nth
join people on people.number = (extract(epoch from activity.created_at)::bigint + nth) % (select count(*) from people);

-- Conversations of each person with three others, and of each liker with thirty people.
create temporary table conversations as
select uuid_generate_v4() as uuid, one.uuid as one, other.uuid as other, 10 as messages
from people one
cross join (values (1), (7), (31)) as distances (distance)
join people other on other.number = (one.number + distance) % (select count(*) from people)
union all
select uuid_generate_v4(), liker.uuid, other.uuid, 50
from public.users liker
join people other on other.number < 30
where liker.handle like 'liker%';

insert into public.message_groups (uuid, first_uuid, second_uuid, expires_at, created_at)
select uuid, least(one, other), greatest(one, other), now() + interval '30 days', now() - interval '3 days'
from conversations;

-- An hour apart. The newest three are unread.
insert into public.messages (message_group_uuid, user_uuid, message, read_at, expires_at, created_at)
select conversation.uuid, case nth % 2 when 0 then one else other end, left(texts.text, 120),
  case when nth > 3 then sent_at end, sent_at + interval '30 days', sent_at
from conversations conversation
cross join generate_series(1, conversation.messages) nth
cross join lateral (select now() - nth * interval '1 hour' as sent_at) sent
join texts on texts.number = nth;

do $$ declare
  definition text;
begin
  for definition in select indexdef from indexes loop
    execute definition;
  end loop;
end $$;

do $$ begin
  execute format('comment on schema public is %L', current_setting('bench.mark'));
end $$;
