-- rows: The values as SQL literals, separated by commas.
select coalesce(string_agg(quote_nullable(value), ', ' order by place), '')
from unnest(:values::text[]) with ordinality as given (value, place)
