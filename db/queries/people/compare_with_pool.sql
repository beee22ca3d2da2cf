-- Everybody whom the user pool or the database knows, and how they stand; who has no row though the pool lets them in is
-- missing. The pool is given as its people's attributes, an array of each.
select coalesce(pooled.sub, person.cognito_user_id) as cognito_user_id, person.handle, pooled.wanted_handle,
  pooled.display_name, coalesce(pooled.email, person.email) as email, pooled.status, pooled.enabled, standing
from unnest(:subs::text[], :display_names::text[], :emails::text[], :wanted_handles::text[], :statuses::text[], :enabled::boolean[])
  as pooled (sub, display_name, email, wanted_handle, status, enabled)
full join public.users as person on person.cognito_user_id = pooled.sub
cross join lateral (
  select case
    when pooled.sub is null then 'unknown_to_pool'
    when person.uuid is not null then 'known_to_both'
    -- Whom an administrator made or imported has never been through PostConfirmation, and signs in all the same. An
    -- address that nobody has confirmed yet is no person; its row comes with the confirmation.
    when pooled.enabled
      and pooled.status in ('CONFIRMED', 'EXTERNAL_PROVIDER', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED') then 'missing'
    else 'not_let_in'
  end
) as judged (standing)
-- What needs a hand comes last, where a terminal shows it.
order by array_position(array['known_to_both', 'unknown_to_pool', 'not_let_in', 'missing'], standing),
  lower(coalesce(person.handle, pooled.wanted_handle)), cognito_user_id
