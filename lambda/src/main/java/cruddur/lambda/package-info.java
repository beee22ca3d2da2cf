/// # lambda
///
/// > Two functions. One creates the row of a person as soon as Amazon Cognito has confirmed the address. The other
/// one writes > the growth metrics from the stream of a DynamoDB table to PostgreSQL.
///
/// - One statement for each confirmation, with bound values, on a connection that is kept. It may
///   run any number of times for the same person. (why: Cognito calls up to three times when an
///   answer is late)
/// - The event is returned byte for byte. (why: Cognito continues with the returned event)
/// - If the row cannot be created, the call fails, and the log has the reason. (why: the first
///   sign-in creates the row instead, but an operator has to know)
/// - A record of the stream is the whole state of a counter, with a version. Only a newer version is written, so
///   duplicates, old records and a batch that comes again change nothing.
/// - One transaction for each batch. If a record is refused, those before it are written, and its number is reported.
/// - Log lines and exceptions contain no personal data.
/// - Every wait has a limit. The waits on a silent kept connection and on a new one are 4.4 seconds
///   together, within Cognito's five; if the secret was rotated meanwhile, the waits for the secret
///   and for another connection come on top.
/// - Depends only on `core`, JDBC and a JSON tokenizer. (why: a cold start loads every class that
///   it finds)
/// - Out of scope: free handles and valid names, which `db/schema.sql` decides; the person's
///   account, which is the user pool's.
@NullMarked
package cruddur.lambda;

import org.jspecify.annotations.NullMarked;
