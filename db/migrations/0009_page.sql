-- The page shows which activities its reader liked and reposted: `cards` has a column for each. Feeds for feed readers are
-- built by functions. All of this takes a moment; statements that a server prepared before are planned again.

-- migrate:up
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
  $$;

create or replace function public.json_feed_item(
    uuid uuid, handle text, display_name text, message text, created_at timestamptz, expires_at timestamptz, origin text)
  returns json
  language sql stable parallel safe
  as $$ select json_build_object(
    'id', origin || '/@' || handle || '/status/' || uuid,
    'url', origin || '/@' || handle || '/status/' || uuid,
    'content_text', message,
    'date_published', created_at,
    'authors', json_build_array(json_build_object('name', display_name, 'url', origin || '/@' || handle)),
    '_cruddur', json_build_object('expires_at', expires_at)) $$;

create or replace function public.json_feed(title text, page text, address text, items json) returns json
  language sql immutable parallel safe
  as $$ select json_build_object(
    'version', 'https://jsonfeed.org/version/1.1',
    'title', title,
    'home_page_url', page,
    'feed_url', address,
    'items', coalesce(items, '[]')) $$;

create or replace function public.xml_text(value text) returns text
  language sql immutable parallel safe
  as $$ select replace(replace(replace(replace(
    regexp_replace(value, '[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]', '', 'g'),
    '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;') $$;

create or replace function public.xml_time(moment timestamptz) returns text
  language sql stable parallel safe
  as $$ select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

create or replace function public.atom_entry(
    uuid uuid, handle text, display_name text, message text, created_at timestamptz, origin text)
  returns text
  language sql stable parallel safe
  as $$ select
    '<entry><id>' || address || '</id><link rel="alternate" href="' || address || '"/>'
    || '<title>' || public.xml_text(rtrim(left(regexp_replace(message, '\s+', ' ', 'g'), 70))) || '</title>'
    || '<published>' || public.xml_time(created_at) || '</published><updated>' || public.xml_time(created_at) || '</updated>'
    || '<author><name>' || public.xml_text(display_name) || '</name>'
    || '<uri>' || public.xml_text(origin || '/@' || handle) || '</uri></author>'
    || '<content type="text">' || public.xml_text(message) || '</content></entry>'
    from (select public.xml_text(origin || '/@' || handle || '/status/' || uuid)) crud (address) $$;

create or replace function public.atom_feed(title text, page text, address text, updated timestamptz, entries text)
  returns text
  language sql stable parallel safe
  as $$ select
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
    || '<id>' || public.xml_text(page) || '</id><title>' || public.xml_text(title) || '</title>'
    || '<link rel="alternate" href="' || public.xml_text(page) || '"/>'
    || '<link rel="self" type="application/atom+xml" href="' || public.xml_text(address) || '"/>'
    || '<updated>' || public.xml_time(coalesce(updated, 'epoch')) || '</updated>' || coalesce(entries, '') || '</feed>' $$;

-- migrate:down
drop function public.cards(uuid);
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
drop function public.json_feed_item(uuid, text, text, text, timestamptz, timestamptz, text);
drop function public.json_feed(text, text, text, json);
drop function public.atom_feed(text, text, text, timestamptz, text);
drop function public.atom_entry(uuid, text, text, text, timestamptz, text);
drop function public.xml_time(timestamptz);
drop function public.xml_text(text);
