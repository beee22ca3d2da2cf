-- Which environment a database is of: a mark in the database itself, which goes along with its dumps.

-- migrate:up
create table if not exists public.environment (
  only_row boolean primary key default true constraint environment_one_row check (only_row),
  mark text not null constraint environment_mark check (mark in ('dev', 'prod')),
  marked_at timestamptz not null default now()
);

-- migrate:down
drop table public.environment;
