/// # aws
///
/// > What an operator does in an account of Amazon's.
///
/// - Verbs without a terminal, like those of `operations`, and with its exceptions.
/// - The only package that knows Amazon's clients. (why: loading them takes longer than most
///   commands)
/// - Settings are handed over by the names of the SDK's environment variables, and never read from
///   the environment. (why: they may stand in `.env` as well)
/// - Out of scope: questions, colours and exit codes, which are `cli`'s; databases, which are
///   `operations`'.
@NullMarked
package cruddur.aws;

import org.jspecify.annotations.NullMarked;
