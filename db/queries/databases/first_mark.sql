-- write: Marks this database, unless it is marked.
insert into public.environment (mark) values (:mark)
on conflict (only_row) do nothing
