/// # userpool
///
/// > The client of the user pool: Amazon Cognito, or the built-in pool, which speaks its protocol.
///
/// - `UserPool` has the pool's address, `CognitoClient` calls its operations.
/// - A refusal is a `CognitoException` with Cognito's name. If the pool does not answer within four
///   seconds, the reply is 503.
/// - Out of scope: checking tokens (`identity`), sessions, and wording refusals for people
///   (`accounts`).
@NullMarked
package cruddur.userpool;

import org.jspecify.annotations.NullMarked;
