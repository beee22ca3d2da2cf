-- Forgets the failures of a name whose password was right.
delete from local_cognito.sign_ins where name_digest = local_cognito.digest(:email)
