/// # docs
///
/// > Checks the pages under `docs/` against the program.
@NullMarked
package cruddur.docs;

import org.jspecify.annotations.NullMarked;
