/// # model
///
/// > What people do, at random and all at once, checked against a simple idea of what it must come
/// > to.
@NullMarked
package cruddur.model;

import org.jspecify.annotations.NullMarked;
