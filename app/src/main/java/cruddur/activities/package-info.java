/// # activities
///
/// > What people post, and the feeds that show it.
///
/// - Nothing here shows what has expired, by the database's clock. (why: expiry is a promise to the
///   author)
/// - The author is the person of the token; nothing in a body, query or path can name another.
/// - Out of scope: who is asking, which is `identity`; what a page looks like, which is `pages`.
@NullMarked
package cruddur.activities;

import org.jspecify.annotations.NullMarked;
