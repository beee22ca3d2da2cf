-- However many replies, likes and reposts hang on a crud, what removes it is done in small steps: the purge goes from the
-- newest reply to what it answers, and whatever goes at once is counted once. Moving when a crud expires takes its whole
-- thread along in one go. A profile counts cruds without a look at the table. Keys of what was posted from the page held
-- the text, and a password, where a digest belongs; they are deleted.
-- With a million activities this takes some seconds, in which nobody can post. To have the indexes made meanwhile, make
-- them with other names, `concurrently`, with psql before, drop the old ones, and rename them.

-- migrate:up
delete from public.idempotency_keys where octet_length(request_digest) <> 32;

do $$
begin
  if not pg_catalog.pg_get_indexdef('public.activities_expires_at_idx'::regclass) like '%created_at%' then
    drop index public.activities_expires_at_idx;
  end if;
  if not pg_catalog.pg_get_indexdef('public.activities_user_idx'::regclass) like '%INCLUDE%' then
    drop index public.activities_user_idx;
  end if;
end $$;
create index if not exists activities_expires_at_idx
  on public.activities (expires_at, created_at desc) where expires_at is not null;
create index if not exists activities_user_idx
  on public.activities (user_uuid, created_at desc, uuid desc, (coalesce(expires_at, 'infinity'))) include (expires_at)
  where reply_to_activity_uuid is null;

drop trigger trig_activities_replies_expire_too on public.activities;
create or replace function public.func_replies_expire_too() returns trigger
  language plpgsql
  as $$
begin
  with recursive thread as (
    select uuid from public.activities where reply_to_activity_uuid = new.uuid
    union all
    select reply.uuid from thread join public.activities reply on reply.reply_to_activity_uuid = thread.uuid
  )
  update public.activities set expires_at = new.expires_at where uuid in (select uuid from thread);
  return null;
end $$;

create trigger trig_activities_replies_expire_too after update of expires_at on public.activities
  for each row when (new.expires_at is distinct from old.expires_at and pg_trigger_depth() = 0)
  execute function public.func_replies_expire_too();

drop trigger trig_activities_count_new_reply on public.activities;
drop trigger trig_activities_count_gone_reply on public.activities;
drop trigger trig_likes_count on public.likes;
drop trigger trig_reposts_count on public.reposts;
drop trigger trig_likes_notify on public.likes;
drop trigger trig_reposts_notify on public.reposts;
drop function public.func_count_replies();
drop function public.func_count_likes();
drop function public.func_count_reposts();

create or replace function public.func_count_reply() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set replies_count = replies_count + 1 where uuid = new.reply_to_activity_uuid;
  return null;
end $$;

create or replace function public.func_count_gone_replies() returns trigger
  language plpgsql
  as $$
declare
  answered record;
begin
  for answered in
    select reply_to_activity_uuid as uuid, count(*) as gone
    from gone
    where reply_to_activity_uuid is not null
    group by reply_to_activity_uuid
    order by reply_to_activity_uuid
  loop
    update public.activities set replies_count = replies_count - answered.gone where uuid = answered.uuid;
  end loop;
  return null;
end $$;

create or replace function public.func_count_like() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set likes_count = likes_count + 1 where uuid = new.activity_uuid;
  return null;
end $$;

create or replace function public.func_count_repost() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set reposts_count = reposts_count + 1 where uuid = new.activity_uuid;
  return null;
end $$;

create trigger trig_activities_count_reply after insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null) execute function public.func_count_reply();
create trigger trig_activities_count_gone_replies after delete on public.activities
  referencing old table as gone for each statement execute function public.func_count_gone_replies();
create trigger trig_likes_count after insert on public.likes
  for each row execute function public.func_count_like();
create trigger trig_reposts_count after insert on public.reposts
  for each row execute function public.func_count_repost();

create or replace function public.func_notify_of_reaction() returns trigger
  language plpgsql
  as $$
declare
  reaction constant text := tg_argv[0];
begin
  insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
  select activity.user_uuid, reaction, activity.uuid, new.user_uuid, new.created_at
  from public.activities activity
  where activity.uuid = new.activity_uuid and activity.user_uuid <> new.user_uuid;
  return null;
end $$;

create or replace function public.func_forget_reactions() returns trigger
  language plpgsql
  as $$
declare
  reaction constant text := tg_argv[0];
  reacted record;
begin
  for reacted in
    select activity_uuid as uuid, array_agg(user_uuid) as people from gone group by activity_uuid order by activity_uuid
  loop
    if reaction = 'like' then
      update public.activities set likes_count = likes_count - cardinality(reacted.people) where uuid = reacted.uuid;
    else
      update public.activities set reposts_count = reposts_count - cardinality(reacted.people) where uuid = reacted.uuid;
    end if;
    delete from public.notifications
    where activity_uuid = reacted.uuid and kind = reaction and actor_uuid = any (reacted.people);
  end loop;
  return null;
end $$;

create trigger trig_likes_notify after insert on public.likes
  for each row execute function public.func_notify_of_reaction('like');
create trigger trig_likes_forget after delete on public.likes
  referencing old table as gone for each statement execute function public.func_forget_reactions('like');
create trigger trig_reposts_notify after insert on public.reposts
  for each row execute function public.func_notify_of_reaction('repost');
create trigger trig_reposts_forget after delete on public.reposts
  referencing old table as gone for each statement execute function public.func_forget_reactions('repost');

-- migrate:down
drop index public.activities_expires_at_idx;
create index activities_expires_at_idx on public.activities (expires_at) where reply_to_activity_uuid is null;
drop index public.activities_user_idx;
create index activities_user_idx
  on public.activities (user_uuid, created_at desc, uuid desc, (coalesce(expires_at, 'infinity')))
  where reply_to_activity_uuid is null;

drop trigger trig_activities_replies_expire_too on public.activities;
create or replace function public.func_replies_expire_too() returns trigger
  language plpgsql
  as $$
begin
  update public.activities set expires_at = new.expires_at where reply_to_activity_uuid = new.uuid;
  return null;
end $$;

create trigger trig_activities_replies_expire_too after update of expires_at on public.activities
  for each row when (new.expires_at is distinct from old.expires_at)
  execute function public.func_replies_expire_too();

drop trigger trig_activities_count_reply on public.activities;
drop trigger trig_activities_count_gone_replies on public.activities;
drop trigger trig_likes_count on public.likes;
drop trigger trig_reposts_count on public.reposts;
drop trigger trig_likes_notify on public.likes;
drop trigger trig_likes_forget on public.likes;
drop trigger trig_reposts_notify on public.reposts;
drop trigger trig_reposts_forget on public.reposts;
drop function public.func_count_reply();
drop function public.func_count_gone_replies();
drop function public.func_count_like();
drop function public.func_count_repost();
drop function public.func_forget_reactions();

create or replace function public.func_count_replies() returns trigger
  language plpgsql
  as $$
begin
  if tg_op = 'INSERT' then
    update public.activities set replies_count = replies_count + 1 where uuid = new.reply_to_activity_uuid;
  else
    update public.activities set replies_count = replies_count - 1 where uuid = old.reply_to_activity_uuid;
  end if;
  return null;
end $$;

create or replace function public.func_count_likes() returns trigger
  language plpgsql
  as $$
begin
  if tg_op = 'INSERT' then
    update public.activities set likes_count = likes_count + 1 where uuid = new.activity_uuid;
  else
    update public.activities set likes_count = likes_count - 1 where uuid = old.activity_uuid;
  end if;
  return null;
end $$;

create or replace function public.func_count_reposts() returns trigger
  language plpgsql
  as $$
begin
  if tg_op = 'INSERT' then
    update public.activities set reposts_count = reposts_count + 1 where uuid = new.activity_uuid;
  else
    update public.activities set reposts_count = reposts_count - 1 where uuid = old.activity_uuid;
  end if;
  return null;
end $$;

create trigger trig_activities_count_new_reply after insert on public.activities
  for each row when (new.reply_to_activity_uuid is not null) execute function public.func_count_replies();
create trigger trig_activities_count_gone_reply after delete on public.activities
  for each row when (old.reply_to_activity_uuid is not null) execute function public.func_count_replies();
create trigger trig_likes_count after insert or delete on public.likes
  for each row execute function public.func_count_likes();
create trigger trig_reposts_count after insert or delete on public.reposts
  for each row execute function public.func_count_reposts();

create or replace function public.func_notify_of_reaction() returns trigger
  language plpgsql
  as $$
declare
  reaction constant text := tg_argv[0];
begin
  if tg_op = 'INSERT' then
    insert into public.notifications (user_uuid, kind, activity_uuid, actor_uuid, created_at)
    select activity.user_uuid, reaction, activity.uuid, new.user_uuid, new.created_at
    from public.activities activity
    where activity.uuid = new.activity_uuid and activity.user_uuid <> new.user_uuid;
  else
    delete from public.notifications
    where activity_uuid = old.activity_uuid and kind = reaction and actor_uuid = old.user_uuid;
  end if;
  return null;
end $$;

create trigger trig_likes_notify after insert or delete on public.likes
  for each row execute function public.func_notify_of_reaction('like');
create trigger trig_reposts_notify after insert or delete on public.reposts
  for each row execute function public.func_notify_of_reaction('repost');
