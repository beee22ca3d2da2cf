-- write: Uses a challenge, and removes old ones. No row if it was used before.
with swept as (
  delete from local_cognito.used_challenges where used_at < now() - interval '1 hour'
)
insert into local_cognito.used_challenges (digest)
values (sha256(:block))
on conflict (digest) do nothing
returning true as is_first
