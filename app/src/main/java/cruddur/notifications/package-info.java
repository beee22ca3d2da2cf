/// # notifications
///
/// > Replies, likes, reposts and mentions, as the person they concern is told of them.
///
/// - A notification goes with what it is about, and when a like or a repost is taken back.
/// - Out of scope: sending them anywhere; people look when they come by.
@NullMarked
package cruddur.notifications;

import org.jspecify.annotations.NullMarked;
