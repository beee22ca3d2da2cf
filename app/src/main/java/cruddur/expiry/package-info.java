/// # expiry
///
/// > Removes from the tables what has expired.
///
/// - Nothing depends on it but the tables' size: every query passes over what has expired by
///   itself.
/// - Out of scope: what a time to live is, which `db/schema.sql` says.
@NullMarked
package cruddur.expiry;

import org.jspecify.annotations.NullMarked;
