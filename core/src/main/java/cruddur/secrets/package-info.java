/// # secrets
///
/// > Passwords that are not in the connection URL: where they are fetched, and when they are
/// > fetched again.
///
/// - One fetch serves all connections that wait for it. A password that PostgreSQL refuses is
///   fetched again, because it may have been rotated; if that returns the same one, fetches become
///   rare.
/// - No message contains a password or the content of a secret.
/// - Needs only the JDK and a JSON tokenizer, for the Lambda function. (why: Amazon's own client
///   would be most of its jar, and of its cold start)
/// - Out of scope: finding the credentials that sign a call to AWS.
@NullMarked
package cruddur.secrets;

import org.jspecify.annotations.NullMarked;
