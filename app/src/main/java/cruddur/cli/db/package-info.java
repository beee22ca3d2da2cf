/// # cli.db
///
/// > `bin/cruddur db`: the operator's commands for a database, in dev or prod.
///
/// - A command that would lose data shows what, and asks; in production it takes the database's
///   name (`Guard`).
/// - A target refuses a database that has the other target's mark.
/// - Other commands find their database the same way (`TargetDatabase`), with the same options
///   (`TargetOption`, `Assent`).
/// - Out of scope: SQL and PostgreSQL's programs, which are `operations`'.
@NullMarked
package cruddur.cli.db;

import org.jspecify.annotations.NullMarked;
