/// # secrets
///
/// > Passwords that stand in no address: who hands them out, where that is, and when they are asked
/// > for again.
///
/// - One fetch serves all who connect. A password that PostgreSQL refuses is fetched again, because
///   it may have been rotated; while that brings no other, seldom.
/// - No message ever holds a password, or what a secret says.
/// - Needs the JDK and a JSON tokenizer alone, for the Lambda function. (why: Amazon's own client
///   would be most of its jar, and of its cold start)
/// - Out of scope: whose credentials a call to AWS is signed with.
@NullMarked
package cruddur.secrets;

import org.jspecify.annotations.NullMarked;
