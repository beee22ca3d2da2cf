-- write: Ends every session of the person with this account at the user pool.
delete from public.sessions
where user_uuid in (select uuid from public.users where cognito_user_id = :sub)
