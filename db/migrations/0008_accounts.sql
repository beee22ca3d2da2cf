-- People who have just signed up are signed in by confirming their address: until then the table has their password,
-- encrypted, for ten minutes. Deleting a person, and exporting all that is theirs, does not read whole tables: a
-- person's replies have an index, as their cruds have, and the indexes of their likes and reposts have the order of the
-- export. A deleted account is remembered, as a digest, for as long as its tokens are valid; and its person, until the
-- rows are removed.
-- With a million rows each index takes about a second, in which nobody can post, like or repost.

-- migrate:up
create table public.pending_sign_ins (
  secret_digest bytea constraint pending_sign_ins_pkey primary key,
  sealed_password bytea not null,
  expires_at timestamptz default now() + interval '10 minutes' not null
);
create index pending_sign_ins_expires_at_idx on public.pending_sign_ins (expires_at);

create table public.deleted_accounts (
  cognito_user_id_digest bytea constraint deleted_accounts_pkey primary key,
  user_uuid uuid constraint deleted_accounts_user_uuid_fkey references public.users on delete set null,
  deleted_at timestamptz default now() not null,
  expires_at timestamptz default 'infinity' not null
);
create index deleted_accounts_user_idx on public.deleted_accounts (user_uuid) where user_uuid is not null;
create index deleted_accounts_expires_at_idx on public.deleted_accounts (expires_at);

create index activities_user_replies_idx
  on public.activities (user_uuid, created_at desc, uuid desc) where reply_to_activity_uuid is not null;

drop index public.likes_user_idx;
create index likes_user_idx on public.likes (user_uuid, created_at desc, activity_uuid desc);
drop index public.reposts_user_idx;
create index reposts_user_idx on public.reposts (user_uuid, created_at desc, activity_uuid desc);

-- migrate:down
drop table public.pending_sign_ins;
drop table public.deleted_accounts;
drop index public.activities_user_replies_idx;
drop index public.likes_user_idx;
create index likes_user_idx on public.likes (user_uuid);
drop index public.reposts_user_idx;
create index reposts_user_idx on public.reposts (user_uuid);
