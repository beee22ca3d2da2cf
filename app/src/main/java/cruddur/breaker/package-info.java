/// # breaker
///
/// > Leaves out for a while what fails and can be done without: a shared cache, a read replica.
///
/// - A call waits for a fixed time at most. After a failure, calls fail at once until the pause is over; then one call
///   tries again. (why: an outage must cost each request nothing, and no operator has to end it)
/// - An outage is logged when it begins and when it ends, not for each call.
/// - Out of scope: what is called, and what is done instead.
@NullMarked
package cruddur.breaker;

import org.jspecify.annotations.NullMarked;
