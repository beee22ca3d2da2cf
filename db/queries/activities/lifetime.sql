-- write: Gives a crud of this person the lifetime in the request body, which is JSON in UTF-8. The lifetime begins now, and
-- the crud's replies expire with it. Returns one row if the activity exists: whether it is this person's, and whether it
-- is a reply. A reply stays unchanged.
with request as (
  select public.time_to_live(public.text_field(convert_from(:body, 'UTF8')::jsonb, 'ttl')) as ttl
), target as (
  select uuid, user_uuid = :person as is_theirs, reply_to_activity_uuid is not null as is_reply
  from public.activities
  where uuid = :uuid and coalesce(expires_at, 'infinity') > now()
), changed as (
  update public.activities activity
  set expires_at = clock_timestamp() + request.ttl
  from target
  cross join request
  where activity.uuid = target.uuid
    and target.is_theirs
    and not target.is_reply
    -- The crud may have expired while its lock was awaited.
    and coalesce(activity.expires_at, 'infinity') > clock_timestamp()
)
select is_theirs, is_reply from target
