-- rows: This person, if the handle is one of these, which are in lower case.
select handle from public.users where uuid = :person and lower(handle) = any (:handles::text[])
