-- write: Keeps the verifier of a password, if the password is still the account's.
update local_cognito.accounts set srp_verifier = :srp_verifier
where sub = :sub and password_hash = :password_hash
returning sub
