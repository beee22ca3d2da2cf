/// # health
///
/// > Says whether this server lives, and whether it can work.
///
/// - Out of scope: how much it does, which is `metrics`.
@NullMarked
package cruddur.health;

import org.jspecify.annotations.NullMarked;
