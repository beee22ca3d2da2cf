/// # sql
///
/// > Query files, scripts and connection URLs, for the server, the operator's tool and the Lambda
/// > function.
///
/// - A statement is a file under `db/queries`; parameters are always bound. (why: no value ever
///   becomes SQL, and the files can be read, run and explained without Java)
/// - It needs only the JDK. (why: the Lambda function starts with nothing else)
/// - Out of scope: connections, which are `database`'s on event loops and `jdbc`'s elsewhere.
@NullMarked
package cruddur.sql;

import org.jspecify.annotations.NullMarked;
