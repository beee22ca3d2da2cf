-- In Atom feeds, a title or name that shows nothing is replaced, and a feed without an entry has an author.

-- migrate:up
create or replace function public.xml_characters(value text) returns text
  language sql immutable parallel safe
  as $$ select regexp_replace(value, '[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]', '', 'g') $$;

create or replace function public.xml_text(value text) returns text
  language sql immutable parallel safe
  as $$ select replace(replace(replace(replace(
    public.xml_characters(value),
    '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;') $$;

create or replace function public.xml_label(value text, otherwise text) returns text
  language sql immutable parallel safe
  as $$ select public.xml_text(case when public.is_blank(public.xml_characters(value)) then otherwise else value end) $$;

create or replace function public.atom_entry(
    uuid uuid, handle text, display_name text, message text, created_at timestamptz, origin text)
  returns text
  language sql stable parallel safe
  as $$ select
    '<entry><id>' || address || '</id><link rel="alternate" href="' || address || '"/>'
    || '<title>' || public.xml_label(
      btrim(left(regexp_replace(public.xml_characters(message), '\s+', ' ', 'g'), 70)), '@' || handle) || '</title>'
    || '<published>' || public.xml_time(created_at) || '</published><updated>' || public.xml_time(created_at) || '</updated>'
    || '<author><name>' || public.xml_label(display_name, handle) || '</name>'
    || '<uri>' || public.xml_text(origin || '/@' || handle) || '</uri></author>'
    || '<content type="text">' || public.xml_text(message) || '</content></entry>'
    from (select public.xml_text(origin || '/@' || handle || '/status/' || uuid)) crud (address) $$;

create or replace function public.atom_feed(title text, page text, address text, updated timestamptz, entries text)
  returns text
  language sql stable parallel safe
  as $$ select
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
    || '<id>' || public.xml_text(page) || '</id><title>' || public.xml_text(title) || '</title>'
    || '<author><name>Cruddur</name></author>'
    || '<link rel="alternate" href="' || public.xml_text(page) || '"/>'
    || '<link rel="self" type="application/atom+xml" href="' || public.xml_text(address) || '"/>'
    || '<updated>' || public.xml_time(coalesce(updated, 'epoch')) || '</updated>' || coalesce(entries, '') || '</feed>' $$;

-- migrate:down
create or replace function public.xml_text(value text) returns text
  language sql immutable parallel safe
  as $$ select replace(replace(replace(replace(
    regexp_replace(value, '[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]', '', 'g'),
    '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;') $$;

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
drop function public.xml_label(text, text);
drop function public.xml_characters(text);
