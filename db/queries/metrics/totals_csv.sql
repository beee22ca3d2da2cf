-- rows: The totals as CSV.
select concat_ws(e'\r\n',
  'people,cruds,replies,likes,reposts,living,removed,awaiting,lag_seconds',
  concat_ws(',', people, cruds, replies, likes, reposts, living, removed, awaiting, lag_seconds), '') as csv
from public.growth_totals()
