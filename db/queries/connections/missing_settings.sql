-- rows: Which of these settings the session lacks.
select name
from unnest(:names::text[], :values::text[]) as needed (name, value)
where current_setting(name) <> value
