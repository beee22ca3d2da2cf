-- What the server's roles may do: read, and with cruddur_write also change rows, but neither the mark nor the list of
-- migrations. They cannot change tables. Does nothing if the roles or the tables do not exist. New tables come without
-- grants, so every command that creates tables runs this file.
do $$
begin
  if to_regrole('cruddur_read') is null or to_regrole('cruddur_write') is null
    or to_regclass('public.schema_migrations') is null then
    return;
  end if;

  -- Up to PostgreSQL 14, every role may create tables in this schema.
  revoke create on schema public from public;

  grant usage on schema public to cruddur_read, cruddur_write;
  grant select on all tables in schema public to cruddur_read, cruddur_write;
  grant insert, update, delete on all tables in schema public to cruddur_write;
  revoke insert, update, delete on public.environment, public.schema_migrations from cruddur_write;

  -- The built-in user pool. db/local_cognito.sql does the same for roles that exist before its tables.
  if to_regnamespace('local_cognito') is not null then
    grant usage on schema local_cognito to cruddur_read, cruddur_write;
    grant select on all tables in schema local_cognito to cruddur_read, cruddur_write;
    grant insert, update, delete on all tables in schema local_cognito to cruddur_write;
  end if;
end $$;
