/// # growth
///
/// > Counts what happens each day: people who join and who are active, cruds, replies, likes, reposts, pages read.
///
/// - Counting is a step in memory. No request waits for a write. (why: the feed is faster than any counter in a table)
/// - An event counts when it happens, on the UTC day of its row, and is never taken back. (why: what has
///   expired was said)
/// - One write a second, with what was counted since. A write that failed is repeated until it succeeds, and its number
///   makes sure that it counts once. A killed process loses at most one second.
/// - People are counted by the database: a trigger notes those who join, whichever program creates the row, and
///   a person who was active on two servers is one.
/// - With a DynamoDB table, counters are written there, and its stream carries them to PostgreSQL.
/// - Out of scope: the metrics of the program itself, which are in `metrics`; the dashboard, which is in `pages`.
@NullMarked
package cruddur.growth;

import org.jspecify.annotations.NullMarked;
