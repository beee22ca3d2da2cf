-- rows: All people of the user pool and of the database, and their standing. A person is missing if the pool lets them
-- sign in and the database has no row. The people of the pool are given as arrays, one for each attribute.
select coalesce(pooled.sub, person.cognito_user_id) as cognito_user_id, person.handle, pooled.wanted_handle,
  pooled.display_name, coalesce(pooled.email, person.email) as email, pooled.status, pooled.enabled, standing
from unnest(:subs::text[], :display_names::text[], :emails::text[], :wanted_handles::text[], :statuses::text[], :enabled::boolean[])
  as pooled (sub, display_name, email, wanted_handle, status, enabled)
full join public.users as person on person.cognito_user_id = pooled.sub
cross join lateral (
  select case
    when pooled.sub is null then 'unknown_to_pool'
    when person.uuid is not null then 'known_to_both'
    -- PostConfirmation never ran for an account that an administrator created or imported, yet that account can sign
    -- in. An account with an unconfirmed address is not a person yet; its row comes with the confirmation. An account
    -- that its owner deleted while the pool did not answer is deleted there by the next sign-in.
    when pooled.enabled
      and not exists (
        select from public.deleted_accounts
        where cognito_user_id_digest = sha256(convert_to(pooled.sub, 'UTF8')))
      and pooled.status in ('CONFIRMED', 'EXTERNAL_PROVIDER', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED') then 'missing'
    else 'not_let_in'
  end
) as judged (standing)
-- Rows that need an operator come last, where a terminal shows them.
order by array_position(array['known_to_both', 'unknown_to_pool', 'not_let_in', 'missing'], standing),
  lower(coalesce(person.handle, pooled.wanted_handle)), cognito_user_id
