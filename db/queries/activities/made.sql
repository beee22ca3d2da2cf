-- rows: What this person's idempotency key was used for within a day: whether by the same request, and the activity that was
-- made, as it is now; null once it is gone.
select known.request_digest = :digest as by_same_request, convert_to(made.item::text, 'UTF8') as item
from public.idempotency_keys known
left join public.cards(:person) made on made.uuid = known.activity_uuid
where known.user_uuid = :person
  and known.idempotency_key = :key
  and known.created_at > now() - interval '1 day'
