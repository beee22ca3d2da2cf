-- write: Marks this database, and replaces an earlier mark.
insert into public.environment (mark) values (:mark)
on conflict (only_row) do update set mark = excluded.mark, marked_at = now()
