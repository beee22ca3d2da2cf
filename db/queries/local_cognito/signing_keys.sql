-- rows: The keys that sign tokens, sealed.
select sealed from local_cognito.signing_keys
