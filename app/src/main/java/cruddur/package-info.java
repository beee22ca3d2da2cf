/// # cruddur
///
/// > A micro-blogging service whose posts expire.
///
/// The map: `cli` words `operations`; `Service` wires the features (`activities`, `identity`,
/// `health`, `pages`, `localcognito`) onto `http` and `sql`, which know none of them.
@NullMarked
package cruddur;

import org.jspecify.annotations.NullMarked;
