-- Values as SQL writes them, with commas between them.
select coalesce(string_agg(quote_nullable(value), ', ' order by place), '')
from unnest(:values::text[]) with ordinality as given (value, place)
