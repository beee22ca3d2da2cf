/// # cli
///
/// > `bin/cruddur`: commands, questions, exit codes.
///
/// - Results go to stdout, everything else to stderr.
/// - Exit codes: 0 done, 1 failed or the answer is no, 2 misuse, 3 the server cannot be reached, 4
///   not confirmed.
/// - A failure is one sentence; only `CruddurCommand` prints it.
/// - `db` and `rds` are groups of commands of their own; `common` is what all share.
/// - Out of scope: SQL, PostgreSQL's programs and HTTP, which are `operations`' and the service's.
@NullMarked
package cruddur.cli;

import org.jspecify.annotations.NullMarked;
