-- The accounts of the built-in user pool, of `cruddur up` and of `cruddur serve` with USER_POOL=built-in. With a pool of
-- Amazon Cognito, these tables do not exist.
-- Load this file after schema.sql:
--   psql -v ON_ERROR_STOP=1 -f db/local_cognito.sql
-- It has a schema of its own, which schema.sql does not touch, and does not refer to the tables of that file, as
-- Cognito would not. A start loads it if it has changed: it keeps the accounts, adds missing objects, and changes what an older
-- version has created. docs/user-pool.md explains the limits.

-- `if not exists` would need the right to create schemas even if this one exists.
do $$ begin
  if to_regnamespace('local_cognito') is null then
    create schema local_cognito;
  end if;
end $$;

-- The keys that sign tokens: a JSON Web Key Set, sealed with a secret outside of the database. One row.
create table if not exists local_cognito.signing_keys (
  only_row boolean default true constraint signing_keys_pkey primary key,
  sealed bytea not null,
  updated_at timestamptz default now() not null,
  constraint only_one_row check (only_row)
);

-- A person in the pool: `sub` is the value of `users.cognito_user_id`.
create table if not exists local_cognito.accounts (
  sub text default gen_random_uuid() constraint accounts_pkey primary key,
  email text not null
    constraint email_taken unique
    constraint email_in_lower_case check (email = lower(email)),
  name text not null,
  preferred_username text not null,
  password_hash text not null,
  created_at timestamptz default now() not null,
  updated_at timestamptz default now() not null,
  confirmed_at timestamptz
);

-- For sign-ins by SRP: salt and verifier of the password, sealed with a key outside of the database. An account from
-- before has none until it signs in with its password.
alter table local_cognito.accounts add column if not exists srp_verifier bytea;

-- Challenges of such sign-ins that were answered, so that none is answered twice. Each lives for five minutes.
create table if not exists local_cognito.used_challenges (
  digest bytea constraint used_challenges_pkey primary key,
  used_at timestamptz default now() not null
);

create index if not exists used_challenges_used_at_idx on local_cognito.used_challenges (used_at);

-- A name is the text that a client typed, whether or not the account exists. Only its digest is stored, so that
-- attempts on unknown names are counted and limited like those on known ones, and names cannot be read here.
create or replace function local_cognito.digest(name text) returns bytea
  language sql immutable parallel safe
  as $$ select sha256(convert_to(name, 'UTF8')) $$;

-- The code of a name, whether or not the account exists. It is stored in clear, because a digest of six digits hides
-- nothing: the code is safe because it expires, works once, allows each client five tries, and is replaced by one of
-- twelve digits after 25 wrong tries of all clients.
create table if not exists local_cognito.codes (
  name_digest bytea,
  purpose text constraint purpose_is_known check (purpose in ('sign_up', 'reset')),
  code text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  wrong_tries integer default 0 not null,
  constraint codes_pkey primary key (name_digest, purpose)
);

-- An older version counted requests here.
alter table local_cognito.codes drop column if exists requests, drop column if exists requests_since;

create index if not exists codes_expires_at_idx on local_cognito.codes (expires_at);

-- How often something was done, in a period that ends. The key is a digest of the action, the client and the name.
create table if not exists local_cognito.budgets (
  key bytea constraint budgets_pkey primary key,
  used integer not null,
  ends_at timestamptz not null
);

create index if not exists budgets_ends_at_idx on local_cognito.budgets (ends_at);

-- The key of an action of one client on a name; an empty client stands for all clients together.
create or replace function local_cognito.budget_key(kind text, client text, name text) returns bytea
  language sql immutable parallel safe
  as $$ select local_cognito.digest(kind || ' ' || client || ' ' || name) $$;

-- Counts one more, and returns the count in this period; null, without counting, if the budget is used up.
create or replace function local_cognito.spend(key bytea, budget integer, per interval) returns integer
  language sql
  as $$
    insert into local_cognito.budgets as budgets (key, used, ends_at)
    values (spend.key, 1, clock_timestamp() + per)
    on conflict on constraint budgets_pkey do update set
      used = case when budgets.ends_at <= clock_timestamp() then 1 else budgets.used + 1 end,
      ends_at = case when budgets.ends_at <= clock_timestamp() then excluded.ends_at else budgets.ends_at end
    where budgets.ends_at <= clock_timestamp() or budgets.used < budget
    returning used
  $$;

-- Removes periods that have ended, a few rows at a time.
create or replace function local_cognito.sweep_budgets() returns void
  language sql
  as $$
    delete from local_cognito.budgets
    where ctid in (
      select ctid from local_cognito.budgets
      where ends_at < now() - interval '1 hour'
      limit 100
      for update skip locked)
  $$;

-- Sign-ins of a client with a name that failed or are in progress, since the last successful one. The table of an older
-- version, which counted all clients together, is dropped.
do $$ begin
  if exists (
      select from information_schema.columns
      where table_schema = 'local_cognito' and table_name = 'sign_ins')
    and not exists (
      select from information_schema.columns
      where table_schema = 'local_cognito' and table_name = 'sign_ins' and column_name = 'client_digest')
  then
    drop table local_cognito.sign_ins;
  end if;
end $$;

create table if not exists local_cognito.sign_ins (
  name_digest bytea,
  client_digest bytea,
  attempts integer not null,
  locked_until timestamptz not null,
  constraint sign_ins_pkey primary key (name_digest, client_digest)
);

create index if not exists sign_ins_locked_until_idx on local_cognito.sign_ins (locked_until);

-- How long a client is locked for a name after a number of attempts: one second after the fifth, then twice as long
-- each time, up to an hour.
create or replace function local_cognito.lock_after(attempts integer) returns interval
  language sql immutable parallel safe
  as $$ select case when attempts < 5 then interval '0'
    else least(interval '1 hour', interval '1 second' * power(2, least(attempts, 20) - 5)) end $$;

-- Clients that have signed in to an account, or used a code that was mailed to it, within the last 90 days. They are not
-- locked because of the guesses of other clients.
create table if not exists local_cognito.known_clients (
  sub text constraint known_clients_sub_fkey references local_cognito.accounts on delete cascade,
  client_digest bytea,
  seen_at timestamptz default now() not null,
  constraint known_clients_pkey primary key (sub, client_digest)
);

create or replace function local_cognito.is_known(sub text, client text) returns boolean
  language sql stable parallel safe
  as $$
    select exists (
      select from local_cognito.known_clients known
      where known.sub = is_known.sub and known.client_digest = local_cognito.digest(client)
        and known.seen_at > now() - interval '90 days')
  $$;

-- Remembers a client of an account, and removes all but the fifty newest.
create or replace function local_cognito.remember(sub text, client text) returns void
  language sql
  as $$
    insert into local_cognito.known_clients (sub, client_digest)
    values (remember.sub, local_cognito.digest(client))
    on conflict on constraint known_clients_pkey do update set seen_at = now();
    delete from local_cognito.known_clients known
    where known.sub = remember.sub and known.client_digest in (
      select client_digest from local_cognito.known_clients other
      where other.sub = remember.sub
      order by seen_at desc
      offset 50)
  $$;

-- Mail that waits to be sent. Its text is made at that time, with the code from `codes`. If a name has no account, a mail
-- without a recipient waits here, so that the time of an answer does not reveal whether the account exists.
create table if not exists local_cognito.mails (
  id bigint generated always as identity constraint mails_pkey primary key,
  sub text constraint mails_sub_fkey references local_cognito.accounts on delete cascade,
  kind text not null constraint kind_is_known check (kind in ('sign_up', 'reset', 'warning')),
  tries integer default 0 not null,
  due_at timestamptz default now() not null,
  created_at timestamptz default now() not null
);

create index if not exists mails_due_at_idx on local_cognito.mails (due_at);
create index if not exists mails_sub_idx on local_cognito.mails (sub);

-- A session of a person: all of its tokens contain `origin_jti`.
create table if not exists local_cognito.refresh_tokens (
  token_digest bytea constraint refresh_tokens_pkey primary key,
  origin_jti uuid not null constraint origin_jti_taken unique,
  sub text not null constraint refresh_tokens_sub_fkey references local_cognito.accounts on delete cascade,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create index if not exists refresh_tokens_sub_idx on local_cognito.refresh_tokens (sub);

-- Creates accounts for the people of seed.sql, all with one password, and returns their ids. Accounts that they have
-- get the password, too.
drop function if exists local_cognito.admit_seed_world(text);
create function local_cognito.admit_seed_world(password_hash text) returns setof text
  language plpgsql
  as $$
begin
  update local_cognito.accounts
  set password_hash = admit_seed_world.password_hash, srp_verifier = null
  where sub in (select 'seed-' || handle from public.users);
  insert into local_cognito.accounts (sub, email, name, preferred_username, password_hash, confirmed_at)
  select cognito_user_id, lower(email), display_name, handle, admit_seed_world.password_hash, now()
  from public.users
  where cognito_user_id = 'seed-' || handle
  on conflict do nothing;
  return query select sub from local_cognito.accounts where sub in (select 'seed-' || handle from public.users);
end $$;

-- The roles of the server, which db/roles.sql creates.
do $$ begin
  if to_regrole('cruddur_read') is not null and to_regrole('cruddur_write') is not null then
    grant usage on schema local_cognito to cruddur_read, cruddur_write;
    grant select on all tables in schema local_cognito to cruddur_read, cruddur_write;
    grant insert, update, delete on all tables in schema local_cognito to cruddur_write;
  end if;
end $$;
