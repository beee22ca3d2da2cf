-- Heartbeats, by which a server knows how old the state of a read replica is.

-- migrate:up
create table public.heartbeats (
  server uuid constraint heartbeats_pkey primary key,
  beat bigint not null,
  beaten_at timestamptz default now() not null
);

-- migrate:down
drop table public.heartbeats;
