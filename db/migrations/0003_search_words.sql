-- A dump could not be restored: PostgreSQL wrote this function, which the table of activities refers to, into the table's
-- definition, and pg_dump makes the table before the function marks(). What is in PL/pgSQL is looked up when it runs.

-- migrate:up
create or replace function public.search_words(value text) returns tsvector
  language plpgsql immutable parallel safe
  as $$
begin
  return to_tsvector('pg_catalog.simple', value) || array_to_tsvector(public.marks(value));
end $$;

-- migrate:down
create or replace function public.search_words(value text) returns tsvector
  language sql immutable parallel safe
  as $$ select to_tsvector('pg_catalog.simple', value) || array_to_tsvector(public.marks(value)) $$;
