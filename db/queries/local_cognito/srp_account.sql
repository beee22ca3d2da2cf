-- rows: The account of a name, with what it keeps for sign-ins by SRP.
select account.sub, account.srp_verifier
from local_cognito.accounts account
where account.email = :email
