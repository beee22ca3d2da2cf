package cruddur.pages;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The messages of two people.
///
/// @param other the other person
/// @param uuid of the conversation; empty before its first message
/// @param feed the newest message first
public record ConversationPage(
        Head head, Frame frame, Portrait other, Optional<UUID> uuid, Feed<Message> feed, Composer composer) {

    ConversationPage with(Composer newComposer) {
        return new ConversationPage(head, frame, other, uuid, feed, newComposer);
    }

    /// Oldest first, as people read a conversation.
    public List<Message> messages() {
        return feed.items().reversed();
    }

    /// The path that marks the messages as read, if one is unread.
    public Optional<String> reading() {
        return uuid.filter(_ -> feed.items().stream().anyMatch(Message::isUnread))
                .map(conversation -> "/messages/" + conversation + "/read");
    }
}
