/// # conversations
///
/// > Messages between two people, which only these two can read.
///
/// - Two people have one conversation, also if both begin it at the same moment. (why: a unique constraint on the pair)
/// - A message expires, and a conversation with its last message: no answer contains it from that second on.
/// - For all other people a conversation does not exist: 404. No message is in a feed, a search, a notification, a live
///   stream or the export of another person.
/// - Out of scope: groups of three and more; encryption from end to end; blocks, which are `moderation`.
@NullMarked
package cruddur.conversations;

import org.jspecify.annotations.NullMarked;
