-- write: Deletes a message of this person's. Returns one row if it is in a conversation of this person: whether this person
-- sent it.
select is_theirs
from public.delete_message(:person, :uuid) is_theirs
where is_theirs is not null
