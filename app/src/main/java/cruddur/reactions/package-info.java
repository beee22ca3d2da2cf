/// # reactions
///
/// > Reactions to activities: likes and reposts.
///
/// - A reaction is a row, and PostgreSQL keeps the counters. (why: no reaction is counted twice)
/// - Out of scope: replies, which are activities of their own.
@NullMarked
package cruddur.reactions;

import org.jspecify.annotations.NullMarked;
