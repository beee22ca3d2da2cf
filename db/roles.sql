-- The roles of the server, with the settings that its sessions need: cruddur_read runs what only reads, cruddur_write all
-- else. Run it as the owner of the database, then db/grants.sql; `cruddur db roles` does both, and sets a password. Running
-- it again changes nothing.
--
-- Roles have the settings because a server behind a pooler cannot set them: the pooler would lend the session to another
-- client, with its settings. `cruddur.sql.ServerRole` has the same list, and says what the settings are for.

do $$
begin
  if to_regrole('cruddur_read') is null then
    create role cruddur_read login;
  end if;
  if to_regrole('cruddur_write') is null then
    create role cruddur_write login;
  end if;
end $$;

alter role cruddur_read set default_transaction_read_only = on;
alter role cruddur_read set timezone = 'UTC';
alter role cruddur_read set statement_timeout = '3s';
alter role cruddur_read set plan_cache_mode = force_generic_plan;
alter role cruddur_read set enable_seqscan = off;
alter role cruddur_read set enable_hashjoin = off;
alter role cruddur_read set enable_mergejoin = off;

alter role cruddur_write set default_transaction_read_only = off;
alter role cruddur_write set timezone = 'UTC';
alter role cruddur_write set statement_timeout = '3s';
alter role cruddur_write set plan_cache_mode = force_generic_plan;
alter role cruddur_write set enable_seqscan = off;
alter role cruddur_write set enable_hashjoin = off;
alter role cruddur_write set enable_mergejoin = off;

-- Only a member may list and end the sessions of a role, which `cruddur db drop --force` needs.
grant cruddur_read, cruddur_write to current_user;
