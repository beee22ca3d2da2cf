/// # activities
///
/// > What people post, and the feeds that show it.
///
/// - No answer contains an activity that has expired by the database's clock. (why: expiry is a
///   promise to the author)
/// - The author is the person of the token; nothing in a body, query or path can name another.
/// - Out of scope: authentication, which is `identity`; the look of a page, which is `pages`.
@NullMarked
package cruddur.activities;

import org.jspecify.annotations.NullMarked;
