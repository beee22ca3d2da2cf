/// # cruddur
///
/// > A micro-blogging service whose posts expire.
///
/// The map: `cli` is the interface to `operations` and `aws`; `Service` wires the features (`accounts`,
/// `activities`, `expiry`, `health`, `identity`, `localcognito`, `notifications`, `pages`,
/// `people`, `reactions`, `reference`) onto `http` and `sql`, which know none of them.
///
/// - Out of scope: the rules and the expiry, which `db/schema.sql` decides; TLS and compression,
///   which are a proxy's.
@NullMarked
package cruddur;

import org.jspecify.annotations.NullMarked;
