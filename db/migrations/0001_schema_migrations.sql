-- Which migrations were applied to a database. A checksum is what sha256sum prints for the file.

-- migrate:up
create table public.schema_migrations (
  version integer constraint schema_migrations_pkey primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz default now() not null
);

-- migrate:down
drop table public.schema_migrations;
