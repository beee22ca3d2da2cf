/// # aws
///
/// > The operator's actions in an AWS account.
///
/// - Verbs without a terminal, like those of `operations`, and with its exceptions.
/// - The only package that uses Amazon's clients. (why: loading them takes longer than most
///   commands)
/// - Callers pass the settings by the names of the SDK's environment variables; no class reads the
///   environment. (why: `.env` may hold them as well)
/// - Out of scope: questions, colours and exit codes, which are `cli`'s; databases, which are
///   `operations`'.
@NullMarked
package cruddur.aws;

import org.jspecify.annotations.NullMarked;
