-- Words were common from four in a thousand on, whatever the number of activities: right for a million of them, and
-- wrong for ten thousand, where looking up forty is quicker than walking by five thousand.

-- migrate:up
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

-- migrate:down
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
