/// # people
///
/// > Profiles of people.
///
/// - Only the person sees the pool's id of the person.
/// - Out of scope: signing up and in, which is `accounts`.
@NullMarked
package cruddur.people;

import org.jspecify.annotations.NullMarked;
