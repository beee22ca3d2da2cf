/// # expiry
///
/// > Purges expired activities, keys and sessions from the tables.
///
/// - Only the size of the tables depends on it: every query leaves out expired rows by itself.
/// - Out of scope: the lifetimes, which `db/schema.sql` defines.
@NullMarked
package cruddur.expiry;

import org.jspecify.annotations.NullMarked;
