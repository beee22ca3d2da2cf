/// # localcognito
///
/// > What stands in for Amazon Cognito on one's own machine, speaking its protocol.
///
/// - `Door` takes requests; `SigningUp`, `SigningIn`, `Resetting` and `Listing` are the operations,
///   with Cognito's answers and the names of its refusals.
/// - It behaves as an app client without a secret that prevents user existence errors, with the
///   address as user name: whether there is an account shows only to whoever tries to sign up with
///   it, confirms it again or has its password.
/// - It departs from Cognito in two things: a new password ends all sessions, and attributes other
///   than `name`, `email` and `preferred_username` are refused.
/// - Its accounts are in the schema `local_cognito`; what two requests could decide at once is one
///   statement, so that several servers may share them.
/// - It signs with keys of its own, kept in a file of the data folder; after a change, the keys
///   before are published until their tokens have expired.
/// - The rest of the server knows it only by its address, like a pool of Amazon's.
/// - Out of scope: checking tokens for the API, which is `identity`; SRP, MFA, groups, hosted
///   pages, filters of lists, signatures of operators, who are known by being on this machine.
@NullMarked
package cruddur.localcognito;

import org.jspecify.annotations.NullMarked;
