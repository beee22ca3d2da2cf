/// # cli.common
///
/// > What all commands share: the terminal, the settings, the target, the questions.
///
/// - All output of a command goes through `Terminal`.
/// - A setting of the environment wins over one in `.env`.
/// - Out of scope: what any one command does.
@NullMarked
package cruddur.cli.common;

import org.jspecify.annotations.NullMarked;
