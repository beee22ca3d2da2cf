/// # cache
///
/// > Answers what thousands of readers without credentials share, with one reading of the database.
///
/// - An answer is kept for one second from when its query was sent, and never beyond the first expiry of
///   an activity inside it. So nothing has to be invalidated, and clearing the cache changes no answer.
/// - Time spans come from PostgreSQL and are counted by the monotonic clock. (why: the clocks of two machines
///   differ, and a clock can be set)
/// - A request with a token or a cookie, valid or not, never comes here. (why: people see at once what they
///   did)
/// - Only a handler's `Reply.Cacheable` is kept, so an error never is.
/// - Out of scope: what a page or a query shows; conditional requests and compression, which are `http`'s.
@NullMarked
package cruddur.cache;

import org.jspecify.annotations.NullMarked;
