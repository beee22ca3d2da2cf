-- Growth metrics: a table of daily counts, and what makes sure that each event is counted once. The index of people by the
-- time they joined locks the table of people while it is built, which takes about a second for each million.

-- migrate:up
-- The groups in the user pool of the person of a session, as of its last renewal: operators may be a group.
create table public.session_groups (
  id_digest bytea constraint session_groups_pkey primary key
    constraint session_groups_id_digest_fkey references public.sessions on delete cascade,
  cognito_groups text[] not null
);

create index users_created_at_idx on public.users (created_at);

create table public.metrics (
  metric text constraint metric_invalid check (metric ~ '^[a-z_]{1,40}$'),
  day date,
  value bigint default 0 not null constraint metric_value_negative check (value >= 0),
  version bigint default 0 not null constraint metric_version_negative check (version >= 0),
  recounted bigint default 0 not null,
  total bigint generated always as (greatest(value, recounted)) stored,
  -- Versions that were skipped since the last reconciliation: their records never came, or come late.
  missing_versions bigint default 0 not null,
  updated_at timestamptz default now() not null,
  constraint metrics_pkey primary key (day, metric)
);

-- The last batch of each server. A batch that is sent again, because its answer was lost, is not counted again.
create table public.metric_writers (
  writer uuid constraint metric_writers_pkey primary key,
  sequence bigint not null,
  written_at timestamptz default now() not null
);
create index metric_writers_written_at_idx on public.metric_writers (written_at);

-- Who was active on a day, so that each person counts once. Kept for a few days.
create table public.active_people (
  user_uuid uuid constraint active_people_user_uuid_fkey references public.users on delete cascade,
  day date,
  constraint active_people_pkey primary key (user_uuid, day)
);
create index active_people_day_idx on public.active_people (day);

-- The growth metrics, in the order in which they are shown.
create or replace function public.metric_names() returns text[]
  language sql immutable parallel safe
  as $$ select array['people_joined', 'cruds', 'replies', 'likes', 'reposts', 'people_active', 'pages_read'] $$;

create or replace function public.utc_day(moment timestamptz) returns date
  language sql immutable parallel safe
  as $$ select (moment at time zone 'UTC')::date $$;

-- The people who joined and who were active on each day from this one on.
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

-- What the tables still know of each day. Expired rows are removed, so a number may be smaller than the metric.
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

-- Each metric of the last so many UTC days, today included; 0 for a day without a count.
create or replace function public.daily_metrics(days integer)
  returns table (metric text, place bigint, day date, value bigint)
  language sql stable parallel safe
  as $$
    select known.name, known.place, public.utc_day(now()) - ago, coalesce(counted.total, 0)
    from unnest(public.metric_names()) with ordinality as known (name, place)
    cross join generate_series(0, days - 1) ago
    left join public.metrics counted on counted.metric = known.name and counted.day = public.utc_day(now()) - ago
  $$;

-- What there is, what was ever counted, and how far behind the purge is: the living cruds, those that have expired or were
-- deleted, and the activities that have expired and are not removed yet.
create or replace function public.growth_totals()
  returns table (people bigint, cruds bigint, replies bigint, likes bigint, reposts bigint,
    living bigint, removed bigint, awaiting bigint, lag_seconds bigint)
  language sql stable parallel safe
  as $$
    select (select count(*) from public.users), ever.cruds, ever.replies, ever.likes, ever.reposts,
      alive.living, greatest(ever.cruds - alive.living, 0), late.awaiting, late.lag_seconds
    from (
      select coalesce(sum(total) filter (where metric = 'cruds'), 0)::bigint,
        coalesce(sum(total) filter (where metric = 'replies'), 0)::bigint,
        coalesce(sum(total) filter (where metric = 'likes'), 0)::bigint,
        coalesce(sum(total) filter (where metric = 'reposts'), 0)::bigint
      from public.metrics
    ) ever (cruds, replies, likes, reposts), (
      select count(*) from public.activities
      where reply_to_activity_uuid is null and coalesce(expires_at, 'infinity') > now()
    ) alive (living), (
      select count(*), coalesce(extract(epoch from now() - min(expires_at)), 0)::bigint
      from public.activities where expires_at <= now()
    ) late (awaiting, lag_seconds)
  $$;

-- The next number of the form 1, 2 or 5 times a power of ten: the top of a chart's axis.
create or replace function public.axis_top(highest bigint) returns bigint
  language sql immutable parallel safe
  as $$
    select min(step * magnitude)::bigint
    from unnest(array[1, 2, 5, 10]) step, lateral (select 10 ^ floor(log(greatest(highest, 1)::numeric))) power (magnitude)
    where step * magnitude >= greatest(highest, 1)
  $$;

-- migrate:down
drop function public.axis_top(bigint);
drop function public.growth_totals();
drop function public.daily_metrics(integer);
drop function public.recounted_metrics();
drop function public.recounted_people(date);
drop function public.utc_day(timestamptz);
drop function public.metric_names();
drop table public.active_people;
drop table public.metric_writers;
drop table public.metrics;
drop index public.users_created_at_idx;
drop table public.session_groups;
