-- seed
insert into public.users (uuid, display_name, handle, email, cognito_user_id) values
 ('5eed0000-0000-4000-8000-000000000001','Ada','ada','ada@example.com','seed-ada') on conflict do nothing;
insert into public.activities(user_uuid, message, expires_at) select '5eed0000-0000-4000-8000-000000000001', 'Hello '||i, now() + interval '1 day' from generate_series(1,30) i;
