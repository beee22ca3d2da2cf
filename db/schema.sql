-- Everything Cruddur keeps, and every rule it keeps it by. Loads into an empty database, or replaces what is there:
--   psql -v ON_ERROR_STOP=1 -f db/schema.sql
-- A constraint's name is the code the API answers when it is broken (see docs/data-model.md).

-- Handles and #tags are the same in capital and small letters. Where I and i are two letters, two people could have one
-- handle to the eye.
do $$
begin
  if lower('I') <> 'i' then
    raise exception 'This database takes I and i for two letters.'
      using hint = 'Create it with another locale, for example C.UTF-8.';
  end if;
end $$;

create extension if not exists "uuid-ossp";

drop table if exists public.schema_migrations, public.sessions, public.idempotency_keys, public.notifications, public.reposts, public.likes,
  public.activities, public.users cascade;
drop function if exists public.cards(uuid);
drop type if exists public.card, public.card_for_reader cascade;

-- Whether this is production's database or one for development: commands that are told of the other refuse it. Loading
-- the schema again leaves the mark in place.
create table if not exists public.environment (
  only_row boolean primary key default true constraint environment_one_row check (only_row),
  mark text not null constraint environment_mark check (mark in ('dev', 'prod')),
  marked_at timestamptz not null default now()
);

-- What this file already has of the migrations in db/migrations, so that nobody applies them to it. A checksum is what
-- sha256sum prints.
create table public.schema_migrations (
  version integer constraint schema_migrations_pkey primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz default now() not null
);
insert into public.schema_migrations (version, name, checksum) values
  (1, 'schema_migrations', '24738dcea1f98dce8af724e2227d758156730d1b59e4e7935f32bf7356a30739'),
  (2, 'environment', '48e9512132ecaf4699133d6c72f2760ea2319b7e5db6642088579f81126d658a'),
  (3, 'search_words', '0af703153ba4062ff1c6202ddacc3943c69c44bc43ef2bd0e33d698a03f88baa'),
  (4, 'common_words', 'eaa6073371303fe9aeb6e88006e476306879687e066eb4e14ae9b93a81fa6195'),
  (5, 'search_periods', '8918791de64232dd24068ae66b113e9e75ce181e64fca4194bb114550e02cf9a'),
  (6, 'large_threads', '7e0d8bec85e9a83d13d71400921861076aeb5c6d6f19b2ea345863c4b13a3508');

-- Rules that more than one column follows.

-- Nothing but white space and characters without width. The characters are named, so that the answer does not depend
-- on the locale of the cluster.
create or replace function public.is_blank(value text) returns boolean
  language sql immutable parallel safe
  as $$ select btrim(value,
    E'\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a'
    '\u2028\u2029\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff') = '' $$;

-- How long a crud lives. Anything but the seven is refused as ttl_blank.
create or replace function public.time_to_live(ttl text) returns interval
  language plpgsql immutable parallel safe
  as $$
declare
  lifetime constant interval := case ttl
    when '30-days' then interval '30 days'
    when '7-days' then interval '7 days'
    when '3-days' then interval '3 days'
    when '1-day' then interval '1 day'
    when '12-hours' then interval '12 hours'
    when '3-hours' then interval '3 hours'
    when '1-hour' then interval '1 hour'
  end;
begin
  if lifetime is null then
    raise exception 'a crud lives for one of seven times' using errcode = 'check_violation', constraint = 'ttl_blank';
  end if;
  return lifetime;
end $$;

-- A string of a JSON object; null if it is missing or anything but a string, so that the column's rules decide.
create or replace function public.text_field(body jsonb, field text) returns text
  language sql immutable parallel safe
  as $$ select case jsonb_typeof(body -> field) when 'string' then body ->> field end $$;

-- A person's bio, which may be left empty: null if it is missing or null.
create or replace function public.bio_field(body jsonb) returns text
  language plpgsql immutable parallel safe
  as $$
begin
  if jsonb_typeof(body -> 'bio') not in ('string', 'null') then
    raise exception 'a bio is a text' using errcode = 'check_violation', constraint = 'bio_invalid';
  end if;
  return body ->> 'bio';
end $$;

-- What is searched for

-- The #tags and @handles of a text, as a regular expression. What ends a tag is named character by character, so that it
-- does not depend on the locale of the cluster what a letter is.
create or replace function public.mark_pattern() returns text
  language sql immutable parallel safe
  as $$ select
    '(?:^|[^A-Za-z0-9_@#&/])'
    '(@[A-Za-z0-9_]{1,30}(?![A-Za-z0-9_])|'
    '#[^\u0001-\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u00bf\u060c\u061b\u061f\u06d4\u1680\u2000-\u200c\u200e-\u206f'
    '\u3000-\u3004\u3008-\u3020\u3030\ufe30-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]{1,100})' $$;

-- The #tags and @handles of a text, in lower case, each once.
create or replace function public.marks(value text) returns text[]
  language sql immutable parallel safe
  as $$ select coalesce(array_agg(distinct lower(mark[1])), '{}')
    from regexp_matches(value, public.mark_pattern(), 'g') mark $$;

-- What a text can be found by: its words, and its #tags and @handles as they stand. A function in SQL would be looked into
-- when a dump is restored, which makes the table that calls it before the function that it calls.
create or replace function public.search_words(value text) returns tsvector
  language plpgsql immutable parallel safe
  as $$
begin
  return to_tsvector('pg_catalog.simple', value) || array_to_tsvector(public.marks(value));
end $$;

-- What finds the texts that have all the words, #tags and @handles of a term.
create or replace function public.search_query(term text) returns tsquery
  language plpgsql immutable parallel safe
  as $$
declare
  wanted tsquery;
  mark text;
begin
  if term is null or public.is_blank(term) then
    raise exception 'a term to search for is needed' using errcode = 'check_violation', constraint = 'search_term_blank';
  end if;
  wanted := plainto_tsquery('pg_catalog.simple', regexp_replace(term, public.mark_pattern(), ' ', 'g'));
  foreach mark in array public.marks(term) loop
    wanted := wanted && quote_literal(mark)::tsquery;
  end loop;
  return wanted;
end $$;

create or replace function public.func_updated_at() returns trigger
  language plpgsql
  as $$
begin
  new.updated_at = now();
  return new;
end $$;

-- The quarter of an hour that a moment lies in.
create or replace function public.quarter(moment timestamptz) returns integer
  language sql immutable parallel safe
  as $$ select floor(date_part('epoch', moment at time zone 'UTC') / 900)::integer $$;

-- What a quarter of an hour lies in: itself (length 0), two hours (1), or sixteen hours (2). No two periods have the same
-- number, whatever their lengths.
create or replace function public.period(quarter integer, length integer) returns integer
  language sql immutable parallel safe
  as $$ select (quarter >> 3 * length) * 3 + length $$;

-- All that a moment lies in, one of each length.
create or replace function public.periods(moment timestamptz) returns integer[]
  language sql immutable parallel safe
  as $$ select array[
    public.period(public.quarter(moment), 0),
    public.period(public.quarter(moment), 1),
    public.period(public.quarter(moment), 2)] $$;

-- The one that a quarter of an hour lies in, and the one before: so at least a whole period lies before its end.
create or replace function public.last_periods(quarter integer, length integer) returns integer[]
  language sql immutable parallel safe
  as $$ select array[public.period(quarter, length), public.period(quarter, length) - 3] $$;

-- People

create table public.users (
  uuid uuid default uuid_generate_v4() constraint users_pkey primary key,
  display_name text not null
    constraint display_name_blank check (not public.is_blank(display_name))
    constraint display_name_exceed_max_chars check (char_length(display_name) <= 50),
  handle text not null
    constraint handle_invalid check (handle ~ '^[A-Za-z0-9_]{1,30}$'),
  email text not null
    constraint email_blank check (not public.is_blank(email)),
  cognito_user_id text not null
    constraint cognito_user_id_taken unique,
  bio text
    constraint bio_exceed_max_chars check (char_length(bio) <= 160),
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null
);

create unique index handle_taken on public.users (lower(handle));
create index users_email_idx on public.users (lower(email));

create trigger trig_users_updated_at before update on public.users
  for each row execute function public.func_updated_at();

-- The row of a person whom the user pool has confirmed. It is made the first time; after that, only their address may
-- have changed. The pool has let them in, so nothing that it says of them is refused here: a handle that somebody else
-- has, or that cannot be one, is replaced by one that is near it and free.
create or replace function public.sign_up(id text, display_name text, email text, handle text) returns public.users
  language plpgsql
  as $$
declare
  wanted constant text :=
    coalesce(nullif(left(regexp_replace(handle, '[^A-Za-z0-9_]', '', 'g'), 30), ''), 'person');
  free text := wanted;
  suffix text;
  broken text;
  person public.users;
begin
  for attempt in 2 .. 30 loop
    update public.users set email = coalesce(sign_up.email, users.email)
    where users.cognito_user_id = id
    returning * into person;
    if found then
      return person;
    end if;
    begin
      insert into public.users (cognito_user_id, display_name, email, handle)
      values (
        id,
        case when public.is_blank(coalesce(sign_up.display_name, '')) then free else left(sign_up.display_name, 50) end,
        sign_up.email,
        free)
      returning * into person;
      return person;
    exception when unique_violation then
      get stacked diagnostics broken = constraint_name;
      -- Somebody has the handle; or the same person was let in twice at the same moment.
      if broken = 'handle_taken' then
        suffix := '_' || case when attempt < 10 then attempt::text else substr(md5(random()::text), 1, 6) end;
        free := left(wanted, 30 - length(suffix)) || suffix;
      end if;
    end;
  end loop;
  raise exception 'no handle near % is free', wanted using errcode = 'unique_violation', constraint = 'handle_taken';
end $$;

-- What they post: a crud, or a reply to one.

create table public.activities (
  uuid uuid default uuid_generate_v4() constraint activities_pkey primary key,
  user_uuid uuid not null
    constraint activities_user_uuid_fkey references public.users on delete cascade,
  message text not null
    constraint message_blank check (not public.is_blank(message))
    constraint message_exceed_max_chars check (reply_to_activity_uuid is not null or char_length(message) <= 280)
    constraint message_exceed_max_chars_1024 check (char_length(message) <= 1024),
  replies_count integer default 0 not null,
  reposts_count integer default 0 not null,
  likes_count integer default 0 not null,
  reply_to_activity_uuid uuid
    constraint activities_reply_to_activity_uuid_fkey references public.activities on delete cascade,
  expires_at timestamptz,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  words tsvector generated always as (public.search_words(message)) stored
)
-- Counters change far more often than anything else; room in the page keeps those updates out of the indexes.
with (fillfactor = 85);

-- The home feed walks down this one. When a crud expires is part of the key, so that expired ones are passed over
-- inside the index, without a look at the table.
create index activities_home_idx
  on public.activities (created_at desc, uuid desc, (coalesce(expires_at, 'infinity')))
  where reply_to_activity_uuid is null;

create index activities_replies_idx
  on public.activities (reply_to_activity_uuid, created_at, uuid)
  where reply_to_activity_uuid is not null;

-- A profile, and how many cruds it counts, which takes no look at the table.
create index activities_user_idx
  on public.activities (user_uuid, created_at desc, uuid desc, (coalesce(expires_at, 'infinity'))) include (expires_at)
  where reply_to_activity_uuid is null;

-- Search looks up what has the words and was posted in certain periods. This index keeps no list of pending entries, which
-- every search would have to read, and some unlucky post to sort in.
create index activities_search_idx
  on public.activities using gin (words, public.periods(created_at)) with (fastupdate = off);

-- Where a search begins.
create index activities_quarter_idx on public.activities (public.quarter(created_at));

-- What the purge removes: of a thread, which expires as one, the replies before what they answer.
create index activities_expires_at_idx on public.activities (expires_at, created_at desc) where expires_at is not null;

create trigger trig_activities_updated_at before update on public.activities
  for each row execute function public.func_updated_at();

-- What they do with it: a like and a repost are rows.

create table public.likes (
  user_uuid uuid constraint likes_user_uuid_fkey references public.users on delete cascade,
  activity_uuid uuid constraint likes_activity_uuid_fkey references public.activities on delete cascade,
  created_at timestamptz default now() not null,
  constraint likes_pkey primary key (activity_uuid, user_uuid)
);
create index likes_user_idx on public.likes (user_uuid);

create table public.reposts (
  user_uuid uuid constraint reposts_user_uuid_fkey references public.users on delete cascade,
  activity_uuid uuid constraint reposts_activity_uuid_fkey references public.activities on delete cascade,
  created_at timestamptz default now() not null,
  constraint reposts_pkey primary key (activity_uuid, user_uuid)
);
create index reposts_user_idx on public.reposts (user_uuid);

-- What people are told about: what others did to them, or to what they posted. It goes with what it is about.

create table public.notifications (
  uuid uuid default uuid_generate_v4() constraint notifications_pkey primary key,
  user_uuid uuid not null constraint notifications_user_uuid_fkey references public.users on delete cascade,
  kind text not null constraint kind_invalid check (kind in ('reply', 'like', 'repost', 'mention')),
  activity_uuid uuid not null
    constraint notifications_activity_uuid_fkey references public.activities on delete cascade,
  actor_uuid uuid not null constraint notifications_actor_uuid_fkey references public.users on delete cascade,
  created_at timestamptz default now() not null,
  read_at timestamptz,
  constraint notifications_once unique (activity_uuid, kind, actor_uuid, user_uuid)
);
create index notifications_user_idx on public.notifications (user_uuid, created_at desc, uuid desc);
create index notifications_unread_idx on public.notifications (user_uuid) where read_at is null;
create index notifications_actor_idx on public.notifications (actor_uuid);

-- What people asked for under a key of their own, so that asking again does not do it twice. The activity may be gone
-- before the key is, so it is no foreign key.

create table public.idempotency_keys (
  user_uuid uuid constraint idempotency_keys_user_uuid_fkey references public.users on delete cascade,
  idempotency_key text
    constraint idempotency_key_blank check (not public.is_blank(idempotency_key))
    constraint idempotency_key_exceed_max_chars check (char_length(idempotency_key) <= 255),
  request_digest bytea not null,
  activity_uuid uuid not null,
  created_at timestamptz default now() not null,
  constraint idempotency_keys_pkey primary key (user_uuid, idempotency_key)
);
create index idempotency_keys_created_at_idx on public.idempotency_keys (created_at);

-- Who is signed in at the page. The browser holds the id of the session, in a cookie; here is only its digest, and the
-- user pool's refresh token, encrypted with a key that is made of the id. So nobody can use what they read here.

create table public.sessions (
  id_digest bytea constraint sessions_pkey primary key,
  user_uuid uuid not null constraint sessions_user_uuid_fkey references public.users on delete cascade,
  refresh_token bytea not null,
  renew_at timestamptz not null,
  expires_at timestamptz default now() + interval '30 days' not null,
  created_at timestamptz default now() not null
);
create index sessions_user_idx on public.sessions (user_uuid);
create index sessions_expires_at_idx on public.sessions (expires_at);

-- A reply goes when what it answers goes.
create or replace function public.func_reply_expires_with_parent() returns trigger
  language plpgsql
  as $$
begin
  select expires_at into new.expires_at
  from public.activities
  where uuid = new.reply_to_activity_uuid;
  return new;
end $$;

create trigger trig_activities_reply_expires_with_parent before insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null)
  execute function public.func_reply_expires_with_parent();

-- So it does when that moment is moved.
create or replace function public.func_replies_expire_too() returns trigger
  language plpgsql
  as $$
begin
  with recursive thread as (
    select uuid from public.activities where reply_to_activity_uuid = new.uuid
    union all
    select reply.uuid from thread join public.activities reply on reply.reply_to_activity_uuid = thread.uuid
  )
  update public.activities set expires_at = new.expires_at where uuid in (select uuid from thread);
  return null;
end $$;

create trigger trig_activities_replies_expire_too after update of expires_at on public.activities
  for each row when (new.expires_at is distinct from old.expires_at and pg_trigger_depth() = 0)
  execute function public.func_replies_expire_too();

-- The counters, kept true in the transaction that makes or removes what they count. What goes is counted once for each
-- activity, however much of it goes at once.

create or replace function public.func_count_reply() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set replies_count = replies_count + 1 where uuid = new.reply_to_activity_uuid;
  return null;
end $$;

create or replace function public.func_count_gone_replies() returns trigger
  language plpgsql
  as $$
declare
  answered record;
begin
  for answered in
    select reply_to_activity_uuid as uuid, count(*) as gone
    from gone
    where reply_to_activity_uuid is not null
    group by reply_to_activity_uuid
    order by reply_to_activity_uuid
  loop
    update public.activities set replies_count = replies_count - answered.gone where uuid = answered.uuid;
  end loop;
  return null;
end $$;

create or replace function public.func_count_like() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set likes_count = likes_count + 1 where uuid = new.activity_uuid;
  return null;
end $$;

create or replace function public.func_count_repost() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set reposts_count = reposts_count + 1 where uuid = new.activity_uuid;
  return null;
end $$;

create trigger trig_activities_count_reply after insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null) execute function public.func_count_reply();
create trigger trig_activities_count_gone_replies after delete on public.activities
  referencing old table as gone for each statement execute function public.func_count_gone_replies();
create trigger trig_likes_count after insert on public.likes
  for each row execute function public.func_count_like();
create trigger trig_reposts_count after insert on public.reposts
  for each row execute function public.func_count_repost();

-- The notifications, written in the transaction that they tell of. Nobody is told what they did themselves.

create or replace function public.func_notify_of_reaction() returns trigger
  language plpgsql
  as $$
declare
  reaction constant text := tg_argv[0];
begin
  insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
  select activity.user_uuid, reaction, activity.uuid, new.user_uuid, new.created_at
  from public.activities activity
  where activity.uuid = new.activity_uuid and activity.user_uuid <> new.user_uuid;
  return null;
end $$;

-- What is taken back, or goes with what it was for, is counted and told no more.
create or replace function public.func_forget_reactions() returns trigger
  language plpgsql
  as $$
declare
  reaction constant text := tg_argv[0];
  reacted record;
begin
  for reacted in
    select activity_uuid as uuid, array_agg(user_uuid) as people from gone group by activity_uuid order by activity_uuid
  loop
    if reaction = 'like' then
      update public.activities set likes_count = likes_count - cardinality(reacted.people) where uuid = reacted.uuid;
    else
      update public.activities set reposts_count = reposts_count - cardinality(reacted.people) where uuid = reacted.uuid;
    end if;
    delete from public.notifications
    where activity_uuid = reacted.uuid and kind = reaction and actor_uuid = any (reacted.people);
  end loop;
  return null;
end $$;

create trigger trig_likes_notify after insert on public.likes
  for each row execute function public.func_notify_of_reaction('like');
create trigger trig_likes_forget after delete on public.likes
  referencing old table as gone for each statement execute function public.func_forget_reactions('like');
create trigger trig_reposts_notify after insert on public.reposts
  for each row execute function public.func_notify_of_reaction('repost');
create trigger trig_reposts_forget after delete on public.reposts
  referencing old table as gone for each statement execute function public.func_forget_reactions('repost');

create or replace function public.func_notify_of_reply() returns trigger
  language plpgsql
  as $$
begin
  insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
  select answered.user_uuid, 'reply', new.uuid, new.user_uuid, new.created_at
  from public.activities answered
  where answered.uuid = new.reply_to_activity_uuid and answered.user_uuid <> new.user_uuid;
  return null;
end $$;

-- Whoever is told of a reply is not told once more that it mentions them.
create or replace function public.func_notify_of_mentions() returns trigger
  language plpgsql
  as $$
begin
  insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
  select mentioned.uuid, 'mention', new.uuid, new.user_uuid, new.created_at
  from unnest(public.marks(new.message)) mark
  join public.users mentioned on lower(mentioned.handle) = substr(mark, 2) and left(mark, 1) = '@'
  left join public.activities answered on answered.uuid = new.reply_to_activity_uuid
  where mentioned.uuid <> new.user_uuid and mentioned.uuid is distinct from answered.user_uuid;
  return null;
end $$;

create trigger trig_activities_notify_of_reply after insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null) execute function public.func_notify_of_reply();
create trigger trig_activities_notify_of_mentions after insert on public.activities
  for each row when (strpos(new.message, '@') > 0) execute function public.func_notify_of_mentions();

-- What an activity looks like, everywhere: to a stranger, and to a reader who is signed in.

create type public.card as (
  uuid uuid, display_name text, handle text, message text,
  replies_count integer, reposts_count integer, likes_count integer,
  reply_to_activity_uuid uuid, expires_at timestamptz, created_at timestamptz
);

create type public.card_for_reader as (
  uuid uuid, display_name text, handle text, message text,
  replies_count integer, reposts_count integer, likes_count integer,
  reply_to_activity_uuid uuid, expires_at timestamptz, created_at timestamptz,
  liked boolean, reposted boolean
);

-- Pure expressions without a FROM, so that PostgreSQL writes them into the query that calls them.
create or replace function public.activity_json(
    activity public.activities, author public.users, reader uuid, liked boolean, reposted boolean) returns json
  language sql stable parallel safe
  as $$ select case
    when reader is null then row_to_json(row(
      activity.uuid, author.display_name, author.handle, activity.message,
      activity.replies_count, activity.reposts_count, activity.likes_count,
      activity.reply_to_activity_uuid, activity.expires_at, activity.created_at)::public.card)
    else row_to_json(row(
      activity.uuid, author.display_name, author.handle, activity.message,
      activity.replies_count, activity.reposts_count, activity.likes_count,
      activity.reply_to_activity_uuid, activity.expires_at, activity.created_at,
      liked, reposted)::public.card_for_reader)
    end $$;

-- Every living activity, and as `item` what this reader sees of it (null: a stranger). PostgreSQL writes this, too,
-- into the query that selects from it, so that conditions and limits reach the indexes and columns that nobody asks
-- for cost nothing. What has expired is in none of them.
create function public.cards(reader uuid) returns table (
    uuid uuid, display_name text, handle text, message text,
    replies_count integer, reposts_count integer, likes_count integer,
    reply_to_activity_uuid uuid, expires_at timestamptz, created_at timestamptz, user_uuid uuid, item json)
  language sql stable parallel safe
  as $$
    select activity.uuid, author.display_name, author.handle, activity.message,
      activity.replies_count, activity.reposts_count, activity.likes_count,
      activity.reply_to_activity_uuid, activity.expires_at, activity.created_at, activity.user_uuid,
      public.activity_json(activity, author, reader,
        -- Not `exists`, which the planner may turn into a hash of all that the reader ever liked.
        coalesce((select true from public.likes l where l.activity_uuid = activity.uuid and l.user_uuid = reader), false),
        coalesce((select true from public.reposts r where r.activity_uuid = activity.uuid and r.user_uuid = reader), false))
    from public.activities activity
    join public.users author on author.uuid = activity.user_uuid
    where coalesce(activity.expires_at, 'infinity') > now()
  $$;
