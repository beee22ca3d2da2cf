/// # administration
///
/// > Creates, loads, marks, inspects, dumps and drops databases.
///
/// - Verbs without a terminal: they take values and throw
///   [cruddur.operations.OperationException] with a sentence for the operator.
/// - A file loads in one transaction, or not at all.
/// - No password is on a command line: psql and pg_dump get it through their environment.
/// - Out of scope: questions and confirmations, which are `cli.db`'s; changes of the schema, which
///   are `migrations`'.
@NullMarked
package cruddur.administration;

import org.jspecify.annotations.NullMarked;
