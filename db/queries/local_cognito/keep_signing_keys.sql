-- write: Replaces the keys that sign tokens.
insert into local_cognito.signing_keys (sealed)
values (:sealed)
on conflict (only_row) do update set sealed = excluded.sealed, updated_at = now()
