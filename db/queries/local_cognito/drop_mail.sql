-- write: Removes a mail that was sent, or is not to be sent.
delete from local_cognito.mails where id = :id
