/// # cli.rds
///
/// > `bin/cruddur rds`: the PostgreSQL that Amazon runs.
///
/// - What costs money, or loses data, says so first; what takes minutes says how it goes.
/// - Each command may be said again after it was stopped in the middle.
/// - Out of scope: AWS's protocol and its client, which are `aws`'s.
@NullMarked
package cruddur.cli.rds;

import org.jspecify.annotations.NullMarked;
