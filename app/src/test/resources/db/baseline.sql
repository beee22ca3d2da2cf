-- Everything Cruddur keeps, and every rule it keeps it by. Loads into an empty database, or replaces what is there:
--   psql -v ON_ERROR_STOP=1 -f db/schema.sql
-- A constraint's name is the code the API answers when it is broken (see docs/data-model.md).

create extension if not exists "uuid-ossp";

drop table if exists public.sessions, public.idempotency_keys, public.notifications, public.reposts, public.likes,
  public.activities, public.users cascade;
drop function if exists public.cards(uuid);
drop type if exists public.card, public.card_for_reader cascade;

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

-- What a text can be found by: its words, and its #tags and @handles as they stand.
create or replace function public.search_words(value text) returns tsvector
  language sql immutable parallel safe
  as $$ select to_tsvector('pg_catalog.simple', value) || array_to_tsvector(public.marks(value)) $$;

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

-- Whether more than four activities in a thousand have all the words, #tags and @handles of a term, by PostgreSQL's
-- statistics.
create or replace function public.is_common(term text) returns boolean
  language sql stable
  as $$
    with frequency as materialized (
      select word, share
      from pg_catalog.pg_stats,
        unnest(most_common_elems::text::text[], most_common_elem_freqs) as common (word, share)
      where schemaname = 'public' and tablename = 'activities' and attname = 'words'
    )
    select coalesce(min(coalesce(share, 0)), 0) > 0.004
    from unnest(tsvector_to_array(public.search_words(term))) as wanted (word)
    left join frequency using (word)
  $$;

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

-- The row of a person that the user pool has confirmed. It is created the first time; after that, only the address may
-- have changed. No attribute from the pool is refused: a taken or invalid handle is replaced by a similar free one.
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

-- A profile, and how many cruds it counts.
create index activities_user_idx
  on public.activities (user_uuid, created_at desc, uuid desc, (coalesce(expires_at, 'infinity')))
  where reply_to_activity_uuid is null;

-- Search walks down the newest for common words, and looks rare ones up. The index of words keeps no list of pending
-- entries, which every search would have to read, and some unlucky post to sort in.
create index activities_words_idx on public.activities using gin (words) with (fastupdate = off);
create index activities_newest_idx
  on public.activities (created_at desc, uuid desc, (coalesce(expires_at, 'infinity')));

-- What the purge removes; replies go with what they answer.
create index activities_expires_at_idx on public.activities (expires_at) where reply_to_activity_uuid is null;

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

-- Notifications of other people's actions. A notification is removed with its activity.

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
-- user pool's refresh token, encrypted with a key that is made of the id. So a copy of the table is useless to an attacker.

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
  update public.activities set expires_at = new.expires_at where reply_to_activity_uuid = new.uuid;
  return null;
end $$;

create trigger trig_activities_replies_expire_too after update of expires_at on public.activities
  for each row when (new.expires_at is distinct from old.expires_at)
  execute function public.func_replies_expire_too();

-- The counters, kept true in the transaction that makes or removes what they count.

create or replace function public.func_count_replies() returns trigger
  language plpgsql
  as $$
begin
  if tg_op = 'INSERT' then
    update public.activities set replies_count = replies_count + 1 where uuid = new.reply_to_activity_uuid;
  else
    update public.activities set replies_count = replies_count - 1 where uuid = old.reply_to_activity_uuid;
  end if;
  return null;
end $$;

create or replace function public.func_count_likes() returns trigger
  language plpgsql
  as $$
begin
  if tg_op = 'INSERT' then
    update public.activities set likes_count = likes_count + 1 where uuid = new.activity_uuid;
  else
    update public.activities set likes_count = likes_count - 1 where uuid = old.activity_uuid;
  end if;
  return null;
end $$;

create or replace function public.func_count_reposts() returns trigger
  language plpgsql
  as $$
begin
  if tg_op = 'INSERT' then
    update public.activities set reposts_count = reposts_count + 1 where uuid = new.activity_uuid;
  else
    update public.activities set reposts_count = reposts_count - 1 where uuid = old.activity_uuid;
  end if;
  return null;
end $$;

create trigger trig_activities_count_new_reply after insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null) execute function public.func_count_replies();
create trigger trig_activities_count_gone_reply after delete on public.activities
  for each row when (old.reply_to_activity_uuid is not null) execute function public.func_count_replies();
create trigger trig_likes_count after insert or delete on public.likes
  for each row execute function public.func_count_likes();
create trigger trig_reposts_count after insert or delete on public.reposts
  for each row execute function public.func_count_reposts();

-- The notifications, written in the transaction of the action. A person's own actions do not notify that person.

create or replace function public.func_notify_of_reaction() returns trigger
  language plpgsql
  as $$
declare
  reaction constant text := tg_argv[0];
begin
  if tg_op = 'INSERT' then
    insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
    select activity.user_uuid, reaction, activity.uuid, new.user_uuid, new.created_at
    from public.activities activity
    where activity.uuid = new.activity_uuid and activity.user_uuid <> new.user_uuid;
  else
    delete from public.notifications
    where activity_uuid = old.activity_uuid and kind = reaction and actor_uuid = old.user_uuid;
  end if;
  return null;
end $$;

create trigger trig_likes_notify after insert or delete on public.likes
  for each row execute function public.func_notify_of_reaction('like');
create trigger trig_reposts_notify after insert or delete on public.reposts
  for each row execute function public.func_notify_of_reaction('repost');

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

-- A person who is notified of a reply is not notified of a mention in it.
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
-- into the query that selects from it, so that conditions and limits reach the indexes, and unused columns
-- cost nothing. What has expired is in none of them.
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
