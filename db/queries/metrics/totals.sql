-- rows: What there is, and how far behind the purge is.
select people, cruds, replies, likes, reposts, living, removed, awaiting, lag_seconds,
  round(100.0 * living / greatest(living + removed, 1), 1)::text as living_share
from public.growth_totals()
