/// # cli.db
///
/// > `bin/cruddur db`: what an operator does to a database, in dev or prod.
///
/// - What would lose something says first what, and asks; in production it wants the database's
///   name (`Guard`).
/// - A target refuses a database that is marked as the other's.
/// - Other commands that are about a database find it the same way (`TargetDatabase`), with the
///   same words (`TargetOption`, `Assent`).
/// - Out of scope: SQL and PostgreSQL's programs, which are `operations`'.
@NullMarked
package cruddur.cli.db;

import org.jspecify.annotations.NullMarked;
