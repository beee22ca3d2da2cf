-- object: The totals.
select to_json(totals) as item
from public.growth_totals() totals
