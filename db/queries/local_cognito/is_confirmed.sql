-- rows: Whether the account of this name is confirmed; no row if there is none.
select confirmed_at is not null as is_confirmed from local_cognito.accounts where email = :email
