-- rows: The numbers of a person's cruds and replies that have not expired.
select
  (select count(*) from public.activities
    where user_uuid = :person and reply_to_activity_uuid is null and coalesce(expires_at, 'infinity') > now()) as cruds,
  (select count(*) from public.activities
    where user_uuid = :person and reply_to_activity_uuid is not null and coalesce(expires_at, 'infinity') > now()) as replies
