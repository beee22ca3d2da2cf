-- write: Ends every session of the person with this address, who has a new password.
delete from public.sessions
where user_uuid in (select uuid from public.users where lower(email) = lower(:email))
