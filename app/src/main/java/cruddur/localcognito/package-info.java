/// # localcognito
///
/// > A local stand-in for Amazon Cognito, with its protocol.
///
/// - `CognitoEndpoint` takes requests; `SignUps`, `SignIns`, `PasswordResets`, `OwnAccounts` and
///   `Listing` are the operations, with Cognito's answers and the names of its refusals.
/// - It behaves as an app client without a secret that prevents user existence errors, with the
///   address as user name. Only a sign-up with the address, a second confirmation, or the account's
///   password reveals whether an account exists.
/// - It departs from Cognito in two things: a password that is reset ends all sessions, and attributes other
///   than `name`, `email` and `preferred_username` are refused.
/// - Its accounts are in the schema `local_cognito`. A decision that two requests could race for is
///   one statement, so that several servers may share the accounts.
/// - It signs with its own keys, which the servers share in the database. A secret outside of the database
///   encrypts them. After a rotation, the earlier keys are published until their tokens have expired.
/// - The rest of the server knows it only by its address, like a pool of Amazon's.
/// - Out of scope: checking tokens for the API, which is `identity`; SRP, MFA, groups, hosted
///   pages, filters of lists, and signatures of operators, who are the users of this machine.
@NullMarked
package cruddur.localcognito;

import org.jspecify.annotations.NullMarked;
