-- rows: The person with this id of the user pool, null if there is none, and whether the account is deleted.
select
  (select uuid from public.users where cognito_user_id = :cognito_user_id) as uuid,
  exists (
    select from public.deleted_accounts
    where cognito_user_id_digest = sha256(convert_to(:cognito_user_id, 'UTF8'))) as is_deleted
