-- What search and the page make of a message is computed once, when it is written. Until now each like computed the search
-- terms anew, and each page the links. Locks the table of activities for some seconds for each hundred thousand that have a
-- link. Also, one function lists the people hidden from a reader, and one counts what is unread; queries
-- repeated both.

-- migrate:up
create or replace function public.segments(message text) returns text[]
  language sql immutable parallel safe
  as $$
    select array_agg(part order by place)
    from (
      select 2 * place, text
      from regexp_split_to_table(message, public.link_pattern()) with ordinality split (text, place)
      union all
      select 2 * place + 1, link[1]
      from regexp_matches(message, public.link_pattern(), 'g') with ordinality found (link, place)
    ) parts (place, part)
    -- Most messages have no link, and this finds it out more quickly.
    where message ~ '[#@]|://'
    having count(*) > 1
  $$;

create or replace function public.search_words(value text) returns tsvector
  language plpgsql immutable parallel safe
  as $$
begin
  return array_to_tsvector(public.marks(value) || array(
    select left(word, 100)
    from regexp_split_to_table(public.folded(value), '[' || public.separators() || ']+') word
    where word <> ''));
end $$;

alter table public.activities alter column words drop expression;
alter table public.activities alter column words set not null;
alter table public.activities add column segments text[];

create or replace function public.func_divide_message() returns trigger
  language plpgsql
  as $$
begin
  new.words = '';
  new.segments = null;
  -- Triggers run before PostgreSQL checks the constraints, which refuse a longer message.
  if char_length(new.message) <= 1024 then
    new.words = public.search_words(new.message);
    new.segments = public.segments(new.message);
  end if;
  return new;
end $$;

create trigger trig_activities_divide_message before insert or update of message on public.activities
  for each row execute function public.func_divide_message();
alter table public.activities enable always trigger trig_activities_divide_message;

-- Not a change that live pages show.
alter table public.activities disable trigger trig_activities_updated_at;
update public.activities set segments = public.segments(message) where message ~ '[#@]|://';
alter table public.activities enable trigger trig_activities_updated_at;

-- How many notifications, of activities that have not expired, and how many messages a person has not read; at most a
-- hundred of each are counted.
create or replace function public.unread(person uuid) returns table (notifications integer, messages integer)
  language sql stable parallel safe
  as $$
    select (
      select count(*)::integer
      from (
        select
        from public.notifications notification
        join public.activities activity on activity.uuid = notification.activity_uuid
        where notification.user_uuid = person
          and notification.read_at is null
          and coalesce(activity.expires_at, 'infinity') > now()
        limit 100
      ) unread
    ), (
      select count(*)::integer
      from (
        select
        from public.message_groups conversation
        join public.messages message on message.message_group_uuid = conversation.uuid
        where (conversation.first_uuid = person or conversation.second_uuid = person)
          and message.user_uuid <> person
          and message.read_at is null
          and message.expires_at > now()
        limit 100
      ) unread
    )
  $$;

-- The people hidden from a reader, and the reader from them: of each pair, one has blocked the other. A person may occur
-- twice, if each has blocked the other.
create or replace function public.hidden_from(reader uuid) returns table (uuid uuid)
  language sql stable parallel safe
  as $$
    select blocked_uuid from public.blocks where user_uuid = reader
    union all
    select user_uuid from public.blocks where blocked_uuid = reader
  $$;

drop function public.cards(uuid);
create function public.cards(reader uuid) returns table (
    uuid uuid, display_name text, handle text, message text,
    replies_count integer, reposts_count integer, likes_count integer,
    reply_to_activity_uuid uuid, expires_at timestamptz, created_at timestamptz,
    liked boolean, reposted boolean, user_uuid uuid, segments text[], item json)
  language sql stable parallel safe
  as $$
    select activity.uuid, author.display_name, author.handle, activity.message,
      activity.replies_count, activity.reposts_count, activity.likes_count,
      activity.reply_to_activity_uuid, activity.expires_at, activity.created_at,
      -- Not `exists`, which the planner may turn into a hash of all that the reader ever liked.
      coalesce((select true from public.likes l where l.activity_uuid = activity.uuid and l.user_uuid = reader), false),
      coalesce((select true from public.reposts r where r.activity_uuid = activity.uuid and r.user_uuid = reader), false),
      activity.user_uuid,
      activity.segments,
      public.activity_json(activity, author, reader,
        coalesce((select true from public.likes l where l.activity_uuid = activity.uuid and l.user_uuid = reader), false),
        coalesce((select true from public.reposts r where r.activity_uuid = activity.uuid and r.user_uuid = reader), false))
    from public.activities activity
    join public.users author on author.uuid = activity.user_uuid
    where coalesce(activity.expires_at, 'infinity') > now()
      -- Two people of whom one has blocked the other do not see each other's activities. Read once, not for each row, and
      -- not for a stranger.
      and (reader is null or activity.user_uuid <> all (array(select hidden.uuid from public.hidden_from(reader) hidden)))
  $$;

-- migrate:down
drop function public.cards(uuid);
create function public.cards(reader uuid) returns table (
    uuid uuid, display_name text, handle text, message text,
    replies_count integer, reposts_count integer, likes_count integer,
    reply_to_activity_uuid uuid, expires_at timestamptz, created_at timestamptz,
    liked boolean, reposted boolean, user_uuid uuid, item json)
  language sql stable parallel safe
  as $$
    select activity.uuid, author.display_name, author.handle, activity.message,
      activity.replies_count, activity.reposts_count, activity.likes_count,
      activity.reply_to_activity_uuid, activity.expires_at, activity.created_at,
      -- Not `exists`, which the planner may turn into a hash of all that the reader ever liked.
      coalesce((select true from public.likes l where l.activity_uuid = activity.uuid and l.user_uuid = reader), false),
      coalesce((select true from public.reposts r where r.activity_uuid = activity.uuid and r.user_uuid = reader), false),
      activity.user_uuid,
      public.activity_json(activity, author, reader,
        coalesce((select true from public.likes l where l.activity_uuid = activity.uuid and l.user_uuid = reader), false),
        coalesce((select true from public.reposts r where r.activity_uuid = activity.uuid and r.user_uuid = reader), false))
    from public.activities activity
    join public.users author on author.uuid = activity.user_uuid
    where coalesce(activity.expires_at, 'infinity') > now()
      -- Two people of whom one has blocked the other do not see each other's activities. Read once, not for each row, and
      -- not for a stranger.
      and (reader is null or activity.user_uuid <> all (array(
        select blocked_uuid from public.blocks where user_uuid = reader
        union all
        select user_uuid from public.blocks where blocked_uuid = reader)))
  $$;

drop function public.hidden_from(uuid);
drop function public.unread(uuid);

drop trigger trig_activities_divide_message on public.activities;
drop function public.func_divide_message();

create or replace function public.segments(message text) returns text[]
  language sql immutable parallel safe
  as $$
    select case
      -- Most messages have no link, and the search for links takes longer than the rest of a card.
      when message !~ '[#@]|://' then array[message]
      else array(
        select part
        from (
          select 2 * place, text
          from regexp_split_to_table(message, public.link_pattern()) with ordinality split (text, place)
          union all
          select 2 * place + 1, link[1]
          from regexp_matches(message, public.link_pattern(), 'g') with ordinality found (link, place)
        ) parts (place, part)
        order by place
      )
    end
  $$;

create or replace function public.search_words(value text) returns tsvector
  language plpgsql immutable parallel safe
  as $$
begin
  -- PostgreSQL computes a generated column before it checks the constraints, which refuse a message of this length.
  if char_length(value) > 1024 then
    return '';
  end if;
  return array_to_tsvector(public.marks(value) || array(
    select left(word, 100)
    from regexp_split_to_table(public.folded(value), '[' || public.separators() || ']+') word
    where word <> ''));
end $$;

alter table public.activities drop column segments, drop column words;
alter table public.activities add column words tsvector generated always as (public.search_words(message)) stored;
create index activities_search_idx
  on public.activities using gin (words, public.periods(created_at)) with (fastupdate = off);
