/// # sql
///
/// > Carries statements to PostgreSQL and bytes back.
///
/// - A statement is a file under `db/queries`, or one that wraps such a file; parameters are always
///   bound. (why: no value ever becomes SQL, and the files can be read, run and explained without
///   Java)
/// - PostgreSQL builds the JSON; no class here parses or writes any. (why: one place says what a
///   thing looks like, and the bytes cross the server untouched)
/// - Every wait has an end: to connect, to get a connection, to run a statement.
/// - A refusal is the name of the constraint that was broken; `Refusal` is the one place that knows
///   SQLSTATEs.
/// - `Query` and `ConnectionUrl` need the JDK alone and live in the module `core`, for the Lambda
///   function; what needs the event-loop client lives in `app`.
/// - Out of scope: what is stored, and who may see it.
@NullMarked
package cruddur.sql;

import org.jspecify.annotations.NullMarked;
