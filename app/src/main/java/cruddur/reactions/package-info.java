/// # reactions
///
/// > What people do with what others post: likes and reposts.
///
/// - A reaction is a row, and the counters are PostgreSQL's. (why: nobody can be counted twice)
/// - Out of scope: replies, which are activities of their own.
@NullMarked
package cruddur.reactions;

import org.jspecify.annotations.NullMarked;
