/// # threads
///
/// > Moves rare work from an event loop to a virtual thread and back, so that it can be written as
/// > blocking calls.
///
/// - `OffLoop.call` runs work on a virtual thread. With `OffLoop.await`, that work waits for the
///   event loop, for example for a statement.
/// - Frequent work, such as the feed, stays on the event loop.
/// - Out of scope: the operator's commands, which block the thread that they run on.
@NullMarked
package cruddur.threads;

import org.jspecify.annotations.NullMarked;
