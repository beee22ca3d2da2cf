-- write: Deletes the account of this person here: from now on nothing signs the person in, and the purge removes their
-- rows. Ends the sessions of the person.
with ended as (
  delete from public.sessions
  where user_uuid = :person
)
insert into public.deleted_accounts (cognito_user_id_digest, user_uuid)
select sha256(convert_to(cognito_user_id, 'UTF8')), uuid
from public.users
where uuid = :person
on conflict (cognito_user_id_digest) do nothing
