-- rows: The rules that a sign-up with these values would break: all of them, so that the answer lists them at once.
-- They are the constraints of `users`; the user pool accepts people who break them.
select array_remove(array[
  case
    when public.is_blank(:display_name) then 'display_name_blank'
    when char_length(:display_name) > 50 then 'display_name_exceed_max_chars'
  end,
  case
    when public.is_blank(:handle) then 'handle_blank'
    when :handle !~ '^[A-Za-z0-9_]{1,30}$' then 'handle_invalid'
    when exists (select from public.users where lower(handle) = lower(:handle)) then 'handle_taken'
  end,
  case
    when public.is_blank(:email) then 'email_blank'
    when char_length(:email) > 254 then 'email_invalid'
    when :email !~ '^[^@\s\u0001-\u001f]{1,64}@[^@\s\u0001-\u001f]+\.[^@\s\u0001-\u001f]+$' then 'email_invalid'
  end], null) as codes
