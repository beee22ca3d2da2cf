-- Conversations, blocks, reports, and a growth metric. `cards` and mentions take blocks into account. All of this takes a moment; statements
-- that a server prepared before are planned again.

-- migrate:up
-- Conversations: messages between two people, which only these two can read. Each message expires.

-- A pair of people has one conversation, also if both begin it at the same moment. It expires with its last message.
create table public.message_groups (
  uuid uuid default uuid_generate_v4() constraint message_groups_pkey primary key,
  first_uuid uuid not null constraint message_groups_first_uuid_fkey references public.users on delete cascade,
  second_uuid uuid not null constraint message_groups_second_uuid_fkey references public.users on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz default now() not null,
  constraint message_groups_in_order check (first_uuid < second_uuid),
  constraint message_groups_pair unique (first_uuid, second_uuid)
);
create index message_groups_second_idx on public.message_groups (second_uuid);
create index message_groups_expires_at_idx on public.message_groups (expires_at);

create table public.messages (
  uuid uuid default uuid_generate_v4() constraint messages_pkey primary key,
  message_group_uuid uuid not null
    constraint messages_message_group_uuid_fkey references public.message_groups on delete cascade,
  user_uuid uuid not null constraint messages_user_uuid_fkey references public.users on delete cascade,
  message text not null
    constraint message_blank check (not public.is_blank(message))
    constraint message_exceed_max_chars_1024 check (char_length(message) <= 1024),
  read_at timestamptz,
  expires_at timestamptz not null,
  created_at timestamptz default clock_timestamp() not null
);
create index messages_group_idx on public.messages (message_group_uuid, created_at desc, uuid desc, expires_at);
create index messages_unread_idx on public.messages (message_group_uuid, user_uuid) where read_at is null;
create index messages_user_idx on public.messages (user_uuid, created_at desc, uuid desc);
create index messages_expires_at_idx on public.messages (expires_at);

-- Blocks: neither of the two people sees the other's activities, and none of them answers, likes, reposts, mentions or
-- writes to the other.

create table public.blocks (
  user_uuid uuid constraint blocks_user_uuid_fkey references public.users on delete cascade,
  blocked_uuid uuid constraint blocks_blocked_uuid_fkey references public.users on delete cascade,
  created_at timestamptz default now() not null,
  constraint blocks_pkey primary key (user_uuid, blocked_uuid),
  constraint block_oneself check (user_uuid <> blocked_uuid)
);
create index blocks_blocked_idx on public.blocks (blocked_uuid, user_uuid);

-- Whether one of two people has blocked the other.
create or replace function public.is_blocked(one uuid, other uuid) returns boolean
  language plpgsql stable parallel safe
  as $$
begin
  return exists (select from public.blocks where user_uuid = one and blocked_uuid = other)
    or exists (select from public.blocks where user_uuid = other and blocked_uuid = one);
end $$;

-- A block deletes what the two people have been notified of about each other.
create or replace function public.func_forget_blocked() returns trigger
  language plpgsql
  as $$
begin
  delete from public.notifications
  where (user_uuid = new.user_uuid and actor_uuid = new.blocked_uuid)
    or (user_uuid = new.blocked_uuid and actor_uuid = new.user_uuid);
  return null;
end $$;

create trigger trig_blocks_forget after insert on public.blocks
  for each row execute function public.func_forget_blocked();

-- Reports of activities to the operators. The text of a reported activity is kept until an operator decides, for at most
-- 30 days, also if the activity expires or is deleted sooner; so `uuid` is not a foreign key.

create table public.reported_activities (
  uuid uuid constraint reported_activities_pkey primary key,
  author_uuid uuid not null constraint reported_activities_author_uuid_fkey references public.users on delete cascade,
  message text not null,
  posted_at timestamptz not null,
  reported_at timestamptz default now() not null
);
create index reported_activities_author_idx on public.reported_activities (author_uuid);
create index reported_activities_reported_at_idx on public.reported_activities (reported_at);

create table public.reports (
  activity_uuid uuid
    constraint reports_activity_uuid_fkey references public.reported_activities on delete cascade,
  user_uuid uuid constraint reports_user_uuid_fkey references public.users on delete cascade,
  reason text not null
    constraint reason_blank check (not public.is_blank(reason))
    constraint reason_exceed_max_chars check (char_length(reason) <= 280),
  created_at timestamptz default now() not null,
  constraint reports_pkey primary key (activity_uuid, user_uuid)
);
create index reports_user_idx on public.reports (user_uuid, created_at desc, activity_uuid desc);

-- The person that a message to a handle goes to. Any other text than the handle of another person is refused.
create or replace function public.receiver(sender uuid, handle text) returns uuid
  language plpgsql stable
  as $$
declare
  person uuid;
begin
  select uuid into person from public.users where lower(users.handle) = lower(receiver.handle) and uuid <> sender;
  if person is null then
    raise exception 'no other person has this handle'
      using errcode = 'check_violation', constraint = 'user_reciever_handle_blank';
  end if;
  return person;
end $$;

-- The uuid of a conversation in the body of a request.
create or replace function public.message_group_field(body jsonb) returns uuid
  language plpgsql immutable
  as $$
declare
  written constant text := public.text_field(body, 'message_group_uuid');
begin
  if coalesce(written !~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$', true) then
    raise exception 'a conversation has a uuid'
      using errcode = 'check_violation', constraint = 'message_group_uuid_blank';
  end if;
  return written::uuid;
end $$;

-- Sends the message in the body of a request, to a handle or within a conversation, and returns the UTC day if the
-- conversation began with it. Nothing but nulls if the sender is in no such conversation, or used the idempotency key within
-- a day.
create or replace function public.send_message(
    sender uuid, body jsonb, key text, digest bytea, out sent public.messages, out began date)
  language plpgsql
  as $$
declare
  lifetime constant interval := public.time_to_live(
    case when body ? 'ttl' then public.text_field(body, 'ttl') else '30-days' end);
  conversation public.message_groups;
  receiver uuid;
  message_uuid uuid;
begin
  if body ->> 'message_group_uuid' is not null then
    -- The lock keeps the purge from removing the conversation.
    select * into conversation
    from public.message_groups
    where uuid = public.message_group_field(body) and sender in (first_uuid, second_uuid)
    for no key update;
    if conversation.uuid is null or conversation.expires_at <= clock_timestamp() then
      return;
    end if;
    receiver := case sender when conversation.first_uuid then conversation.second_uuid else conversation.first_uuid end;
  else
    receiver := public.receiver(
      sender, coalesce(public.text_field(body, 'handle'), public.text_field(body, 'user_receiver_handle')));
  end if;
  if public.is_blocked(sender, receiver) then
    raise exception 'one has blocked the other' using errcode = 'check_violation', constraint = 'receiver_blocked';
  end if;
  message_uuid := uuid_generate_v4();
  if not public.keep_key(sender, key, digest, message_uuid) then
    return;
  end if;
  insert into public.message_groups as known (first_uuid, second_uuid, expires_at)
  values (least(sender, receiver), greatest(sender, receiver), clock_timestamp() + lifetime)
  on conflict (first_uuid, second_uuid) do update set expires_at = greatest(known.expires_at, excluded.expires_at)
  returning * into conversation;
  insert into public.messages (uuid, message_group_uuid, user_uuid, message, expires_at)
  values (message_uuid, conversation.uuid, sender, public.text_field(body, 'message'), clock_timestamp() + lifetime)
  returning * into sent;
  -- Before this transaction there was no conversation, if it was created at the time of this transaction.
  began := case when conversation.created_at = now() then public.utc_day(now()) end;
end $$;

-- Deletes a message that this person sent. Returns whether the person sent it; null if the person has no such message. The
-- conversation then expires with the last of its other messages.
create or replace function public.delete_message(person uuid, target uuid) returns boolean
  language plpgsql
  as $$
declare
  conversation uuid;
  is_theirs boolean;
begin
  -- The conversation is locked first, so that no message is sent meanwhile.
  select known.uuid, sent.user_uuid = person into conversation, is_theirs
  from public.messages sent
  join public.message_groups known on known.uuid = sent.message_group_uuid
  where sent.uuid = target and sent.expires_at > now() and person in (known.first_uuid, known.second_uuid)
  for no key update of known;
  if is_theirs then
    delete from public.messages where uuid = target;
    update public.message_groups
    set expires_at = coalesce(
      (select max(expires_at) from public.messages where message_group_uuid = conversation), clock_timestamp())
    where uuid = conversation;
  end if;
  return is_theirs;
end $$;

-- The fields of a message in every answer.
create or replace function public.message_json(sent public.messages, author public.users) returns json
  language sql stable parallel safe
  as $$ select json_build_object(
    'uuid', sent.uuid, 'display_name', author.display_name, 'handle', author.handle, 'message', sent.message,
    'expires_at', sent.expires_at, 'created_at', sent.created_at) $$;

create or replace function public.func_notify_of_mentions() returns trigger
  language plpgsql
  as $$
begin
  insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
  select mentioned.uuid, 'mention', new.uuid, new.user_uuid, new.created_at
  from unnest(public.marks(new.message)) mark
  join public.users mentioned on lower(mentioned.handle) = substr(mark, 2) and left(mark, 1) = '@'
  left join public.activities answered on answered.uuid = new.reply_to_activity_uuid
  where mentioned.uuid <> new.user_uuid and mentioned.uuid is distinct from answered.user_uuid
    and not public.is_blocked(mentioned.uuid, new.user_uuid);
  return null;
end $$;

create or replace function public.cards(reader uuid) returns table (
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

-- Conversations that begin are a growth metric.
create or replace function public.metric_names() returns text[]
  language sql immutable parallel safe
  as $$ select array['people_joined', 'cruds', 'replies', 'likes', 'reposts', 'conversations', 'people_active', 'pages_read'] $$;

create or replace function public.recounted_metrics() returns table (metric text, day date, found bigint)
  language sql stable parallel safe
  as $$
    select metric, day, found from public.recounted_people('-infinity')
    union all
    select 'conversations', public.utc_day(created_at), count(*) from public.message_groups group by 2
    union all
    -- Each of these reads an index, and not the table.
    select 'cruds', public.utc_day(created_at), count(*) from public.activities
    where reply_to_activity_uuid is null group by 2
    union all
    select 'replies', public.utc_day(created_at), count(*) from public.activities
    where reply_to_activity_uuid is not null group by 2
    union all
    select 'likes', public.utc_day(created_at), count(*) from public.likes group by 2
    union all
    select 'reposts', public.utc_day(created_at), count(*) from public.reposts group by 2
  $$;

-- migrate:down
create or replace function public.metric_names() returns text[]
  language sql immutable parallel safe
  as $$ select array['people_joined', 'cruds', 'replies', 'likes', 'reposts', 'people_active', 'pages_read'] $$;

create or replace function public.recounted_metrics() returns table (metric text, day date, found bigint)
  language sql stable parallel safe
  as $$
    select metric, day, found from public.recounted_people('-infinity')
    union all
    -- Each of these reads an index, and not the table.
    select 'cruds', public.utc_day(created_at), count(*) from public.activities
    where reply_to_activity_uuid is null group by 2
    union all
    select 'replies', public.utc_day(created_at), count(*) from public.activities
    where reply_to_activity_uuid is not null group by 2
    union all
    select 'likes', public.utc_day(created_at), count(*) from public.likes group by 2
    union all
    select 'reposts', public.utc_day(created_at), count(*) from public.reposts group by 2
  $$;

create or replace function public.cards(reader uuid) returns table (
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
  $$;

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

drop table public.reports;
drop table public.reported_activities;
drop table public.blocks;
drop function public.message_json(public.messages, public.users);
drop function public.delete_message(uuid, uuid);
drop function public.send_message(uuid, jsonb, text, bytea);
drop function public.message_group_field(jsonb);
drop function public.receiver(uuid, text);
drop function public.func_forget_blocked();
drop function public.is_blocked(uuid, uuid);
drop table public.messages;
drop table public.message_groups;
