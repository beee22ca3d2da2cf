/// # operations
///
/// > What an operator does to a database or a machine.
///
/// - Verbs without a terminal: they take values, tell their progress to a listener, and throw
///   [OperationException] with a sentence for the operator. (why: the command line, the tests and
///   the benchmark use the same verbs)
/// - Nothing is half done: a schema loads in one transaction, a cluster is made beside its place
///   and then moved there.
/// - No password ever stands on a command line.
/// - Out of scope: questions, colours and exit codes, which are `cli`'s; serving requests.
@NullMarked
package cruddur.operations;

import org.jspecify.annotations.NullMarked;
