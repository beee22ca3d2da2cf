-- Marks this database, whatever it was marked before.
insert into public.environment (mark) values (:mark)
on conflict (only_row) do update set mark = excluded.mark, marked_at = now()
