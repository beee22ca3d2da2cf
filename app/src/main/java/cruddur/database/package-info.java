/// # database
///
/// > Sends the server's statements to PostgreSQL, and passes the answers on as bytes.
///
/// - A statement is a file under `db/queries`, or one that wraps such a file; parameters are always
///   bound. (why: no value ever becomes SQL, and the files can be read, run and explained without
///   Java)
/// - PostgreSQL builds the JSON; no class here parses or writes any. (why: one place defines what a
///   representation looks like, and the bytes cross the server untouched)
/// - Every wait has a limit: to connect, to get a connection, to run a statement.
/// - A refusal is the name of the broken constraint; only `Refusal` knows SQLSTATEs.
/// - Out of scope: the content of the tables, and who may see it; short-lived connections for
///   operators, which are `jdbc`'s.
@NullMarked
package cruddur.database;

import org.jspecify.annotations.NullMarked;
