-- People who have joined, until a server counts them. Until now only servers counted people, each of those whom it created
-- itself, so people of the function that Amazon Cognito calls were missing in DynamoDB. The trigger locks the table of
-- people against writes for a moment.

-- migrate:up
create table public.uncounted_people (
  uuid uuid default uuid_generate_v4() constraint uncounted_people_pkey primary key,
  day date not null,
  people bigint not null
);

-- Runs with the rights of its owner: the function that Amazon Cognito calls may write people and nothing else.
create or replace function public.func_note_new_people() returns trigger
  language plpgsql security definer set search_path = ''
  as $$
begin
  insert into public.uncounted_people (day, people)
  select public.utc_day(created_at), count(*) from joined group by 1;
  return null;
end $$;

create trigger trig_users_note_new after insert on public.users
  referencing new table as joined for each statement execute function public.func_note_new_people();

-- What the tables still know of each day. Expired rows are removed, so a number may be smaller than the metric.
create or replace function public.recounted_metrics() returns table (metric text, day date, found bigint)
  language sql stable parallel safe
  as $$
    select 'people_joined', public.utc_day(created_at), count(*) from public.users group by 2
    union all
    select 'people_active', day, count(*) from public.active_people group by day
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
    union all
    select 'conversations', public.utc_day(created_at), count(*) from public.message_groups group by 2
  $$;
drop function public.recounted_people(date);

-- migrate:down
create or replace function public.recounted_people(since date) returns table (metric text, day date, found bigint)
  language sql stable parallel safe
  as $$
    select 'people_joined', public.utc_day(created_at), count(*)
    from public.users
    where created_at >= since::timestamp at time zone 'UTC'
    group by 2
    union all
    select 'people_active', day, count(*) from public.active_people where day >= since group by day
  $$;

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
    union all
    select 'conversations', public.utc_day(created_at), count(*) from public.message_groups group by 2
  $$;

drop trigger trig_users_note_new on public.users;
drop function public.func_note_new_people();
drop table public.uncounted_people;
