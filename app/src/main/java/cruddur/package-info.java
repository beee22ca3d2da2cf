/// # cruddur
///
/// > A micro-blogging service whose posts expire.
///
/// The map: `cli` words `operations` and `aws`; `Service` wires the features (`accounts`,
/// `activities`, `expiry`, `health`, `identity`, `localcognito`, `notifications`, `pages`,
/// `people`, `reactions`, `reference`) onto `http` and `sql`, which know none of them.
///
/// - Out of scope: the rules and what has expired, which `db/schema.sql` decides; TLS and
///   compression, which are a proxy's.
@NullMarked
package cruddur;

import org.jspecify.annotations.NullMarked;
