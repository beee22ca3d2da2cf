/// # model
///
/// > Actions of people, random and concurrent, checked against a simple model.
@NullMarked
package cruddur.model;

import org.jspecify.annotations.NullMarked;
