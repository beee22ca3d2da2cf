/// # jdbc
///
/// > Short-lived connections to PostgreSQL, for query files and SQL files.
///
/// - Every failure is an [cruddur.operations.OperationException] with a sentence for the operator; a failed connection
///   also names the variable that holds its address, and what to do.
/// - Values are always bound; a file of SQL runs up to the first statement that fails.
/// - Out of scope: the queries, which the packages of the verbs choose; the server's own
///   connections, which are `database`'s.
@NullMarked
package cruddur.jdbc;

import org.jspecify.annotations.NullMarked;
