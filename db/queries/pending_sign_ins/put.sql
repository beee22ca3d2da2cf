-- write: Stores the password of a sign-up until the address is confirmed.
insert into public.pending_sign_ins (secret_digest, sealed_password)
values (:secret_digest, :sealed_password)
