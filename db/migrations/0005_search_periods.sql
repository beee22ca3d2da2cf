-- Search walked down from the newest activity for a common word, a thousand rows and more, and looked up all that there
-- ever was of any other. The index knows now in which periods something was posted, so a page takes what it shows and
-- little more. With a million activities this takes half a minute, in which nobody can post. To have it made meanwhile,
-- run the four functions and the two `create index`, `concurrently`, with psql before.

-- migrate:up
create or replace function public.quarter(moment timestamptz) returns integer
  language sql immutable parallel safe
  as $$ select floor(date_part('epoch', moment at time zone 'UTC') / 900)::integer $$;

create or replace function public.period(quarter integer, length integer) returns integer
  language sql immutable parallel safe
  as $$ select (quarter >> 3 * length) * 3 + length $$;

create or replace function public.periods(moment timestamptz) returns integer[]
  language sql immutable parallel safe
  as $$ select array[
    public.period(public.quarter(moment), 0),
    public.period(public.quarter(moment), 1),
    public.period(public.quarter(moment), 2)] $$;

create or replace function public.last_periods(quarter integer, length integer) returns integer[]
  language sql immutable parallel safe
  as $$ select array[public.period(quarter, length), public.period(quarter, length) - 3] $$;

create index if not exists activities_search_idx
  on public.activities using gin (words, public.periods(created_at)) with (fastupdate = off);
create index if not exists activities_quarter_idx on public.activities (public.quarter(created_at));

drop index public.activities_words_idx;
drop index public.activities_newest_idx;
drop function public.is_common(text);

-- migrate:down
create index if not exists activities_words_idx on public.activities using gin (words) with (fastupdate = off);
create index if not exists activities_newest_idx
  on public.activities (created_at desc, uuid desc, (coalesce(expires_at, 'infinity')));

create or replace function public.is_common(term text) returns boolean
  language sql stable
  as $$
    with frequency as materialized (
      select word, share
      from pg_catalog.pg_stats,
        unnest(most_common_elems::text::text[], most_common_elem_freqs) as common (word, share)
      where schemaname = 'public' and tablename = 'activities' and attname = 'words'
    ), rarest as (
      select coalesce(min(coalesce(share, 0)), 0) as share
      from unnest(tsvector_to_array(public.search_words(term))) as wanted (word)
      left join frequency using (word)
    )
    select 20 < 3 * share * share * reltuples
    from rarest, pg_catalog.pg_class
    where oid = to_regclass('public.activities')
  $$;

drop index public.activities_search_idx;
drop index public.activities_quarter_idx;
drop function public.last_periods(integer, integer);
drop function public.periods(timestamptz);
drop function public.period(integer, integer);
drop function public.quarter(timestamptz);
