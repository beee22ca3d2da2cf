/// # cache
///
/// > Checks what strangers get from the cache, and that nothing old or personal is in it.
@NullMarked
package cruddur.cache;

import org.jspecify.annotations.NullMarked;
