-- write: Records that the user pool has deleted the account, too. The last tokens that it issued are valid for at most a
-- day, and the server accepts them for some seconds longer.
update public.deleted_accounts
set expires_at = now() + interval '25 hours'
where cognito_user_id_digest = sha256(convert_to(:cognito_user_id, 'UTF8')) and expires_at = 'infinity'
