/// # notifications
///
/// > A person's notifications of replies, likes, reposts and mentions.
///
/// - A notification is deleted with its activity, and when the like or the repost is taken back.
/// - Out of scope: sending them anywhere; people read them on the page or by the API.
@NullMarked
package cruddur.notifications;

import org.jspecify.annotations.NullMarked;
