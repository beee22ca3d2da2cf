/// # operations
///
/// > Shared by the operator's commands: exceptions, progress, and files.
///
/// - Verbs without a terminal: they take values, report their progress to a listener, and throw
///   [OperationException] with a sentence for the operator. (why: the command line, the tests and
///   the benchmark use the same verbs)
/// - A file is written whole, or not at all.
/// - Out of scope: questions, colours and exit codes, which are `cli`'s; serving requests.
@NullMarked
package cruddur.operations;

import org.jspecify.annotations.NullMarked;
