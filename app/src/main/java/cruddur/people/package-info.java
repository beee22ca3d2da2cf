/// # people
///
/// > Profiles: what people say of themselves, and what others see of them.
///
/// - The pool's id of a person is shown to nobody but its owner.
/// - Out of scope: signing up and in, which is `accounts`.
@NullMarked
package cruddur.people;

import org.jspecify.annotations.NullMarked;
