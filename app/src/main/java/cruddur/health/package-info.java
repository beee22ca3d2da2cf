/// # health
///
/// > Health checks: whether this server is alive, and whether it is ready.
///
/// - Out of scope: request rates and latencies, which are `metrics`.
@NullMarked
package cruddur.health;

import org.jspecify.annotations.NullMarked;
