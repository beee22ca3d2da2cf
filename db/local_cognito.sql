-- The accounts of the user pool that `cruddur up` runs on one's own machine. Amazon Cognito keeps those of a real pool;
-- then nothing of this exists. Load it after schema.sql:
--   psql -v ON_ERROR_STOP=1 -f db/local_cognito.sql
-- It has a schema of its own, which schema.sql does not touch, and refers to nothing of that file's tables, as Cognito
-- would not. Loading it again keeps the accounts, and adds what is missing.

create schema if not exists local_cognito;

-- A person as the pool knows them: `sub` is what `users.cognito_user_id` holds.
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

-- A name is what somebody typed, whether or not there is an account for it: what is kept of it is its digest, so that
-- unknown names are counted and slowed as known ones are, and cannot be read here.
create or replace function local_cognito.digest(name text) returns bytea
  language sql immutable parallel safe
  as $$ select sha256(convert_to(name, 'UTF8')) $$;

-- The last code that was made for a name. It is kept as it is, because the digest of six digits hides nothing: what
-- protects it is that it expires, is used once, and may be guessed five times.
create table if not exists local_cognito.codes (
  name_digest bytea,
  purpose text constraint purpose_is_known check (purpose in ('sign_up', 'reset')),
  code text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  wrong_tries integer default 0 not null,
  -- How often one was asked for, in the hour that begins here.
  requests integer not null,
  requests_since timestamptz default now() not null,
  constraint codes_pkey primary key (name_digest, purpose)
);

create index if not exists codes_expires_at_idx on local_cognito.codes (expires_at);

-- Sign-ins that failed or are under way, since the last one that did not fail.
create table if not exists local_cognito.sign_ins (
  name_digest bytea constraint sign_ins_pkey primary key,
  attempts integer not null,
  locked_until timestamptz not null
);

create index if not exists sign_ins_locked_until_idx on local_cognito.sign_ins (locked_until);

-- How long a name is locked after that many attempts: from the fifth on one second, then twice as long each time, up to
-- a quarter of an hour.
create or replace function local_cognito.lock_after(attempts integer) returns interval
  language sql immutable parallel safe
  as $$ select case when attempts < 5 then interval '0'
    else least(interval '15 minutes', interval '1 second' * power(2, least(attempts, 20) - 5)) end $$;

-- A session of a person: `origin_jti` is in all of its tokens.
create table if not exists local_cognito.refresh_tokens (
  token_digest bytea constraint refresh_tokens_pkey primary key,
  origin_jti uuid not null constraint origin_jti_taken unique,
  sub text not null constraint refresh_tokens_sub_fkey references local_cognito.accounts on delete cascade,
  created_at timestamptz default now() not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create index if not exists refresh_tokens_sub_idx on local_cognito.refresh_tokens (sub);

-- Gives the people of seed.sql accounts, all with one password, and answers how many.
create or replace function local_cognito.admit_seed_world(password_hash text) returns bigint
  language plpgsql
  as $$
declare
  admitted bigint;
begin
  insert into local_cognito.accounts (sub, email, name, preferred_username, password_hash, confirmed_at)
  select cognito_user_id, lower(email), display_name, handle, admit_seed_world.password_hash, now()
  from public.users
  where cognito_user_id = 'seed-' || handle
  on conflict do nothing;
  get diagnostics admitted = row_count;
  return admitted;
end $$;
