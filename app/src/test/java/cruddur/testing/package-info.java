/// # testing
///
/// > Used by every test: a real PostgreSQL, a real server, real requests.
@NullMarked
package cruddur.testing;

import org.jspecify.annotations.NullMarked;
