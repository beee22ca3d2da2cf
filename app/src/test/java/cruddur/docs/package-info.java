/// # docs
///
/// > Holds the pages under `docs/` to what they say.
@NullMarked
package cruddur.docs;

import org.jspecify.annotations.NullMarked;
