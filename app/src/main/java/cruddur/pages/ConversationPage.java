package cruddur.pages;

import cruddur.database.Cursor;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
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

    /// A message.
    ///
    /// @param isOwn whether the viewer sent it
    /// @param isUnread whether the viewer received it and has not read it
    public record Message(
            UUID uuid,
            Portrait author,
            List<Segment> parts,
            boolean isOwn,
            boolean isUnread,
            OffsetDateTime expiresAt,
            OffsetDateTime sentAt) {

        /// The columns of the query that [#of] reads.
        static final String COLUMNS = "uuid, created_at, expires_at, handle, display_name,"
                + " public.segments(message) as segments, is_own, is_unread";

        static Message of(Row row) {
            return new Message(
                    row.getUUID("uuid"),
                    Portrait.of(row),
                    Segment.of(row.getArrayOfStrings("segments")),
                    row.getBoolean("is_own"),
                    row.getBoolean("is_unread"),
                    row.getOffsetDateTime("expires_at"),
                    row.getOffsetDateTime("created_at"));
        }

        Cursor place() {
            return new Cursor(sentAt, uuid);
        }

        public String age(OffsetDateTime now) {
            return Words.ago(Duration.between(sentAt, now));
        }

        public String expiry(OffsetDateTime now) {
            return Words.expiresIn(Duration.between(now, expiresAt));
        }
    }

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
