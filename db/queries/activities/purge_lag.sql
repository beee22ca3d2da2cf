-- For how many seconds the longest expired crud has been waiting to be removed; 0 if none is.
select coalesce(extract(epoch from now() - min(expires_at)), 0)::double precision as seconds
from public.activities
where expires_at <= now() and reply_to_activity_uuid is null
