-- The seed world: people and their posts, for development, tests and the documentation. Times count from the moment of
-- loading, so that some posts are always about to expire. Loading it again adds only missing rows.
--   psql -v ON_ERROR_STOP=1 -f db/seed.sql

insert into public.users (uuid, handle, display_name, email, cognito_user_id, bio, created_at)
select ('5eed0000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, handle, display_name,
  handle || '@example.com', 'seed-' || handle, bio, now() - days * interval '1 day'
from (values
  (1, 'ada', 'Ada Okoro', 400, 'Bakes before breakfast. Keeper of Gerald, a sourdough starter with opinions.'),
  (2, 'bao', 'Bảo Trần', 366, 'Nurse by night, birdwatcher by day. The heron on the roof knows me.'),
  (3, 'cleo', 'Cleo Papadaki', 210, 'Teaches the cello on the third floor. Sorry about the scales.'),
  (4, 'dilip', 'Dilip Raman', 180, 'Captain of a ferry, retired. Now commands a bathtub and two grandchildren.'),
  (5, 'esra', 'Esra Yıldız', 150, 'Astronomer with a cloud problem.'),
  (6, 'finn2', 'Finn O''Dalaigh', 121, 'Mends bicycles; the jokes stay broken. The first Finn was quicker with the handle.'),
  (7, 'ghada', 'غادة منصور', 90, 'خطّاطة. الحبر في كل مكان، حتى على القطة.'),
  (8, 'hana', '森野はな', 60, '豆腐屋の三代目。朝は早い。'),
  (9, 'iker', 'Iker Zubia', 45, 'Lighthouse keeper. The light is automatic, I am not.'),
  (10, 'juniper', 'Juniper Moss 🌿', 30, 'They/them. Botanist. Will speak to your fern for you.'),
  (11, 'kofi', 'Kofi Asante-Boyd', 14, 'School cook. 412 honest critics a day.'),
  (12, 'mudlark_lane_allotment_society', 'Mudlark Lane Allotment Society & Occasional Choir', 3, null),
  -- The original front end's navigation has a link to this profile.
  (13, 'andrewbrown', 'Andrew Brown', 75, 'Reads more than he writes.')
) as person (n, handle, display_name, days, bio)
on conflict do nothing;

-- Cruds: their age and their lifetime. Authors are looked up by ids that exist only in this world, so that no post is
-- attributed to a real person who already has one of the handles.
insert into public.activities (uuid, user_uuid, message, created_at, expires_at)
select ('5eed0001-0000-4000-8000-000000000' || n)::uuid, author.uuid, message,
  now() - ago::interval, now() - ago::interval + public.time_to_live(ttl)
from (values
  (101, 'juniper', '20 seconds', '12-hours', 'Repotted the fern. It is pretending not to notice me. 🪴'),
  (102, 'ada', '3 minutes', '1-hour', 'Bread is out of the oven. Whoever reads this within the hour gets the crust. #bread'),
  (103, 'iker', '8 minutes', '12-hours', 'Fog so thick that I said good evening to my own coat. It was a good talk. #lighthouse'),
  (104, 'hana', '21 minutes', '3-hours', '今朝の豆腐は少し照れ屋さん。ほんのり柔らかめです。 #豆腐'),
  (105, 'kofi', '37 minutes', '1-hour', 'Leftover jollof at the back door of the school kitchen. Bring a bowl, first come, first spoon. 🍚'),
  (106, 'finn2', '56 minutes', '1-hour', 'To whoever brought in a unicycle for "half a service": I have charged you half.'),
  (107, 'esra', '70 minutes', '3-hours', 'No clouds tonight! I have asked four forecasts and one wet finger. Telescope on the hill from nine, @bao brings the good thermos. #stars'),
  (108, 'ghada', '95 minutes', '1-day', 'القطة مشت على المخطوطة. صار عندنا توقيعان. 🐈'),
  (109, 'mudlark_lane_allotment_society', '155 minutes', '3-hours', e'Seed swap in the shed!\n\nWe have: courgettes\nWe want: anyone who wants courgettes\n\nNo questions asked. #allotment'),
  (110, 'cleo', '160 minutes', '12-hours', 'A pupil, 7, on the slow movement: "It sounds like the cello is sorry." Best review I ever had. #music'),
  (111, 'dilip', '4 hours', '1-day', 'My granddaughter has made me first mate of the bathtub. After forty years as captain it is nice to have less paperwork.'),
  (112, 'bao', '5 hours', '12-hours', 'The heron is back on the hospital roof. It looked in at every window of the ward, one after the other, like a consultant. #birds'),
  (113, 'ada', '6 hours', '7-days', 'Gerald, my sourdough starter, climbed out of his jar last night and got as far as the toaster. I admire ambition, but we''ve talked about boundaries. He is now in the big bowl with a plate and two cookbooks on top, and I can hear him reading. Has anyone raised a calmer one? #bread'),
  (114, 'iker', '7 hours', '12-hours', 'The logbook for 9 March 1911, all of it: "Windwindwindwindwindwindwindwindwindwindwindwindwindwindwind." Same, dear colleague. #lighthouse'),
  (115, 'kofi', '8 hours', '1-day', 'The vote on Friday''s lunch: 24 for pancakes, 1 for "soup, but sad". Would somebody please look after that child. (It was the teacher.)'),
  (116, 'finn2', '9 hours', '30-days', 'The note on the handlebar said <b>URGENT</b> & nothing else. I have tightened everything.'),
  (117, 'esra', '11 hours', '12-hours', 'Clouds.'),
  (118, 'hana', '690 minutes', '12-hours', '店の前に猫が三匹、豆腐は二丁。会議が長引いております。 #豆腐 #猫'),
  (119, 'ghada', '14 hours', '3-days', 'For good ink: soot, gum and patience. I am out of patience, the shop only had the small jar.'),
  (120, 'mudlark_lane_allotment_society', '16 hours', '7-days', 'The #choir needs another bass. Experience with trombones or garden hoses welcome. Ask @dilip, he is the tall one who hums. #allotment'),
  (121, 'cleo', '20 hours', '3-days', 'The neighbour slid a note under my door. I had my apology ready. It said: "Once more from bar 40, please." #music'),
  (122, 'juniper', '23 hours', '1-day', 'A pupil asked whether moss gets lonely. There are eleven kinds on one roof tile, they are hardly ever alone long enough to find out.'),
  (123, 'bao', '26 hours', '3-days', e'Night shift bingo\n☑ somebody whispers "quiet tonight"\n☑ it is no longer quiet tonight\n☐ biscuits'),
  (124, 'dilip', '30 hours', '7-days', 'Packed a bag for the park as I used to pack for a storm. We were out for twenty minutes and used everything.'),
  (125, 'ada', '34 hours', '3-days', 'Recipe test number six. The smoke alarm and I now greet each other by first name. #bread'),
  (126, 'iker', '40 hours', '3-days', 'Two hundred and eleven steps up. Kettle: at the bottom. Every single day I believe I have learned. #lighthouse'),
  (127, 'kofi', '2 days', '3-days', 'Today''s finest complaint: "The peas are looking at each other."'),
  (128, 'finn2', '50 hours', '30-days', 'Free to a good home: one bell, very loud, fell off a bicycle that no longer needs to warn anyone. 🔔'),
  (129, 'hana', '58 hours', '7-days', '祖母いわく「急ぐ豆腐は角が立つ」。今日も急がず参ります。'),
  (130, 'esra', '66 hours', '7-days', 'Showed the rings of Saturn to a queue of forty people. Thirty-nine said "oh". One said "is it a sticker?" and checked the lens. #stars'),
  (131, 'ghada', '70 hours', '30-days', 'كتبتُ كلمة «صبر» سبعين مرة اليوم. بدأتُ أفهمها عند التاسعة والستين.'),
  (132, 'juniper', '3 days', '30-days', 'Update on the strawberry on my window sill: it is one strawberry. I have named it Harvest. #allotment'),
  (133, 'mudlark_lane_allotment_society', '80 hours', '7-days', 'Would whoever knitted a jumper for the scarecrow please come forward. It fits him better than ours fit us. #allotment'),
  (134, 'bao', '4 days', '7-days', 'Counted 31 swifts over the car park, then the same swift 31 times. The truth will be somewhere between. #birds'),
  (135, 'cleo', '100 hours', '30-days', 'Looking for a second cello for the duets on Sundays. You need not be good. You need to bring cake. #music'),
  (136, 'dilip', '5 days', '7-days', 'Was asked to "say something in sailor". I read out the tide table. There was applause.'),
  (137, 'ada', '132 hours', '30-days', 'Somebody has to say it: the heel is the best part of the loaf, and the rest is only there to keep the two heels apart. #bread'),
  (138, 'iker', '6 days', '7-days', 'A ship flashed its lamp at me: "NICE LIGHT". Forty years of lighthouse, first compliment. I flashed back "THANK YOU IT IS NEW". It is not new. #lighthouse'),
  (139, 'kofi', '9 days', '30-days', 'Hid carrots in the muffins. The children found out, and asked for more carrots. I have no plan for this.'),
  (140, 'esra', '12 days', '30-days', 'If you ever feel small, remember that everything is mostly empty space and that you still manage to stub your toe on it. #stars'),
  (141, 'finn2', '15 days', '30-days', 'A wheel is just a circle that somebody believed in.'),
  (142, 'hana', '21 days', '30-days', 'はじめまして。豆腐屋です。ここでは、消えるものだけを話します。'),
  (143, 'juniper', '29 days', '30-days', 'First crud! I am told that it will be compost in thirty days. Lovely, that is how it should be. #allotment'),
  -- Expired before the start: no page may show these.
  (191, 'ada', '2 hours', '1-hour', 'This lived for an hour. If you can read it, somebody''s clock is wrong.'),
  (192, 'finn2', '5 hours', '3-hours', 'Flat tyre special, gone by noon. #gone'),
  (193, 'mudlark_lane_allotment_society', '4 days', '3-days', 'The last cake of the summer fair is on the blue table. #gone @ada')
) as crud (n, handle, ago, ttl, message)
join public.users author on author.cognito_user_id = 'seed-' || crud.handle
order by n
on conflict do nothing;

-- Replies, which expire with their parents. A statement does not see the rows that it inserts, so each level of a
-- thread has a statement of its own.
insert into public.activities (uuid, user_uuid, message, created_at, reply_to_activity_uuid)
select ('5eed0001-0000-4000-8000-000000000' || n)::uuid, author.uuid, reply.message, now() - ago::interval, answered.uuid
from (values
  (201, 102, 'finn2', '2 minutes', 'Running! Well, cycling. Well, the chain came off.'),
  (202, 102, 'cleo', '1 minute', 'I could smell it through two closed doors and a fugue.'),
  (203, 103, 'esra', '5 minutes', 'Did the coat have anything to say about tomorrow''s clouds?'),
  (204, 105, 'bao', '30 minutes', 'On my way, with the bowl that others would call a bucket.'),
  (205, 107, 'bao', '60 minutes', 'Thermos is packed. It is the good one, with the dent.'),
  (206, 107, 'iker', '44 minutes', 'From here the sky looks like a wet towel. Keep me a planet.'),
  (207, 108, 'hana', '80 minutes', 'うちの猫も署名できます。インクは豆乳ですが。'),
  (208, 109, 'kofi', '2 hours', 'I will take all of them. 412 pupils will never know.'),
  (209, 109, 'juniper', '100 minutes', 'Every courgette deserves a home. Just not mine, it has eleven.'),
  (210, 113, 'finn2', '5 hours', 'Mine only ever wanted to lie on the sofa. Shall we introduce them?'),
  (211, 113, 'ghada', '4 hours', 'Which cookbooks? He may be taking notes.'),
  (212, 113, 'kofi', '3 hours', e'Advice from a kitchen that has seen worse:\n\n1. Never feed him after nine. He gets ideas.\n2. The plate is right, the cookbooks are not: he will learn. Use a brick, or a tax form.\n3. When he reaches the toaster a second time, let him. It is warm there, he is young, and one morning you will come down to find that he has made himself useful. That is how we got our dishwasher.'),
  (213, 115, 'cleo', '7 hours', 'As a teacher: the soup has my full support.'),
  (214, 117, 'iker', '10 hours', 'Fog.'),
  (215, 120, 'dilip', '15 hours', 'I do not hum. I resonate.'),
  (216, 121, 'ada', '19 hours', 'Keep that neighbour. Do they like bread?'),
  (217, 123, 'kofi', '25 hours', 'A tin of biscuits is on its way up. Ask at the desk for "the bingo".'),
  (218, 130, 'dilip', '60 hours', 'In fairness, it does look like one.'),
  (219, 133, 'finn2', '70 hours', 'The scarecrow has asked me to respect his privacy.'),
  (220, 135, 'ada', '4 days', 'I cannot play at all. The cake will be extraordinary.'),
  (291, 191, 'bao', '90 minutes', 'Just in time!')
) as reply (n, answers, handle, ago, message)
join public.users author on author.cognito_user_id = 'seed-' || reply.handle
join public.activities answered on answered.uuid = ('5eed0001-0000-4000-8000-000000000' || answers)::uuid
order by n
on conflict do nothing;

insert into public.activities (uuid, user_uuid, message, created_at, reply_to_activity_uuid)
select ('5eed0001-0000-4000-8000-000000000' || n)::uuid, author.uuid, reply.message, now() - ago::interval, answered.uuid
from (values
  (301, 201, 'ada', '90 seconds', 'There is still a heel with your name on it. Do bring the bicycle, we toast.'),
  (302, 205, 'esra', '50 minutes', 'The dent is how one knows.'),
  (303, 208, 'mudlark_lane_allotment_society', '110 minutes', 'Hero of the #allotment! A wheelbarrow is rolling towards you.'),
  (304, 211, 'ada', '210 minutes', '"Flatbreads of the World". You are right. I have swapped it for poetry.'),
  (305, 215, 'cleo', '14 hours', 'In B flat, mostly.'),
  (306, 220, 'cleo', '90 hours', 'You are hired, first chair.')
) as reply (n, answers, handle, ago, message)
join public.users author on author.cognito_user_id = 'seed-' || reply.handle
join public.activities answered on answered.uuid = ('5eed0001-0000-4000-8000-000000000' || answers)::uuid
order by n
on conflict do nothing;

insert into public.activities (uuid, user_uuid, message, created_at, reply_to_activity_uuid)
select ('5eed0001-0000-4000-8000-000000000' || n)::uuid, author.uuid, reply.message, now() - ago::interval, answered.uuid
from (values
  (401, 302, 'bao', '45 minutes', 'And cocoa, for whoever finds the first shooting star.'),
  (402, 303, 'kofi', '90 minutes', 'They will know. One of them can smell courgette through a wall.'),
  (403, 304, 'ghada', '3 hours', 'Good. Now he will rise with feeling.')
) as reply (n, answers, handle, ago, message)
join public.users author on author.cognito_user_id = 'seed-' || reply.handle
join public.activities answered on answered.uuid = ('5eed0001-0000-4000-8000-000000000' || answers)::uuid
order by n
on conflict do nothing;

-- Likes, one after the other since the crud was posted.
insert into public.likes (user_uuid, activity_uuid, created_at)
select person.uuid, liked.uuid, liked.created_at + (now() - liked.created_at) * place / 13
from (values
  (102, 'finn2 cleo juniper'), (103, 'esra dilip ghada'), (104, 'ada bao'), (105, 'bao finn2'),
  (106, 'cleo iker ada kofi bao'), (107, 'bao iker dilip hana juniper'), (108, 'hana cleo ada esra juniper bao'),
  (109, 'kofi juniper'), (110, 'ada bao dilip esra finn2 ghada juniper kofi'), (111, 'bao cleo hana iker'),
  (112, 'juniper esra ada'), (113, 'bao cleo dilip esra finn2 ghada hana iker juniper kofi mudlark_lane_allotment_society'),
  (114, 'esra dilip'), (115, 'cleo ada dilip finn2 juniper'), (116, 'ada kofi'), (117, 'iker'), (119, 'hana cleo ada'),
  (120, 'dilip juniper'), (121, 'ada dilip bao iker ghada hana'), (122, 'mudlark_lane_allotment_society esra'),
  (123, 'kofi dilip ada'), (124, 'cleo hana'), (126, 'bao kofi'), (127, 'ada cleo esra finn2 juniper'), (129, 'ghada ada'),
  (130, 'bao hana dilip'), (131, 'hana ada cleo'), (133, 'finn2 juniper ada kofi'), (134, 'juniper'), (137, 'kofi iker'),
  (138, 'dilip esra ada bao cleo finn2 ghada'), (140, 'ada iker hana'), (142, 'ghada bao ada'), (191, 'bao'),
  (201, 'ada cleo'), (208, 'mudlark_lane_allotment_society'), (212, 'ada finn2 ghada'), (214, 'esra bao'), (215, 'cleo'),
  (302, 'bao iker'), (402, 'juniper')
) as list (n, handles)
cross join unnest(string_to_array(handles, ' ')) with ordinality as entry (handle, place)
join public.users person on person.cognito_user_id = 'seed-' || entry.handle
join public.activities liked on liked.uuid = ('5eed0001-0000-4000-8000-000000000' || n)::uuid
on conflict do nothing;

insert into public.reposts (user_uuid, activity_uuid, created_at)
select person.uuid, reposted.uuid, reposted.created_at + (now() - reposted.created_at) * place / 13
from (values
  (102, 'cleo'), (105, 'bao finn2'), (107, 'bao iker'), (109, 'kofi'), (110, 'ada dilip'), (113, 'bao kofi ghada'),
  (120, 'dilip'), (121, 'ada'), (128, 'iker'), (133, 'juniper finn2'), (135, 'ada'), (138, 'dilip esra'), (142, 'ghada')
) as list (n, handles)
cross join unnest(string_to_array(handles, ' ')) with ordinality as entry (handle, place)
join public.users person on person.cognito_user_id = 'seed-' || entry.handle
join public.activities reposted on reposted.uuid = ('5eed0001-0000-4000-8000-000000000' || n)::uuid
on conflict do nothing;

-- Conversations, which only the two people can read. The last message of the first one is unread.
insert into public.message_groups (uuid, first_uuid, second_uuid, expires_at, created_at)
select ('5eed0002-0000-4000-8000-000000000' || n)::uuid, least(one.uuid, other.uuid), greatest(one.uuid, other.uuid),
  now() - ago::interval + interval '30 days', now() - ago::interval
from (values
  (501, 'ada', 'finn2', '2 hours'),
  (502, 'bao', 'esra', '9 hours')
) as conversation (n, handle, other_handle, ago)
join public.users one on one.cognito_user_id = 'seed-' || conversation.handle
join public.users other on other.cognito_user_id = 'seed-' || conversation.other_handle
on conflict do nothing;

insert into public.messages (uuid, message_group_uuid, user_uuid, message, created_at, expires_at, read_at)
select ('5eed0002-0000-4000-8000-000000000' || n)::uuid, conversation.uuid, author.uuid, message.message,
  now() - ago::interval, now() - ago::interval + public.time_to_live(ttl), case when is_read then now() end
from (values
  (601, 501, 'finn2', '2 hours', '30-days', true, 'Is the heel of the loaf still free? I ask for a friend. The friend is me.'),
  (602, 501, 'ada', '100 minutes', '7-days', true, 'It is wrapped, and has your name on it. Come to the back door, Gerald is asleep.'),
  (603, 501, 'finn2', '40 minutes', '1-day', false, 'On my way. I will oil the hinge when I come in, it has been singing.'),
  (611, 502, 'bao', '9 hours', '30-days', true, 'The good thermos leaks. I have told no one but you.'),
  (612, 502, 'esra', '8 hours', '7-days', true, 'Then we drink faster.')
) as message (n, conversation, handle, ago, ttl, is_read, message)
join public.users author on author.cognito_user_id = 'seed-' || message.handle
join public.message_groups conversation
  on conversation.uuid = ('5eed0002-0000-4000-8000-000000000' || message.conversation)::uuid
order by n
on conflict do nothing;

-- The people of this world are among the growth metrics below.
delete from public.uncounted_people;

-- Growth metrics of two months: what this world did before, nearly all of which has expired. Each day counts what is in the
-- tables, and more that the weekday and the age of the day decide; today has gone on for a part of its length.
with known as materialized (
  select metric, day, found from public.recounted_metrics()
)
insert into public.metrics (metric, day, value, version)
select life.metric, day, present.found + floor(life.most * busy * part), 1
from generate_series(0, 59) ago
cross join lateral (select public.utc_day(now()) - ago) calendar (day)
cross join lateral (select
  (0.35 + 0.4 * (60 - ago) / 60.0) * (1 + 0.25 * sin(extract(isodow from day)) + 0.04 * mod(ago * ago * 7 + ago * 3, 11)),
  case ago when 0 then extract(epoch from now() - day::timestamp at time zone 'UTC') / 86400 else 1 end
) pace (busy, part)
cross join (values ('people_joined', 0), ('cruds', 11), ('replies', 14), ('likes', 38), ('reposts', 6), ('conversations', 3), ('people_active', 0),
  ('pages_read', 260)) life (metric, most)
cross join lateral (
  select case life.metric
    when 'people_active' then
      (select floor(count(*) * (0.55 + 0.04 * mod(ago * 5, 11)) * least(1, 0.4 + part)) from public.users where created_at <= day)
    else coalesce((
      select found from known where known.metric = life.metric and known.day = calendar.day), 0)
  end
) present (found)
on conflict do nothing;
