package cruddur.pages;

import cruddur.database.Cursor;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/// A conversation of the signed-in person in short.
///
/// @param isOwn whether the viewer sent the newest message
/// @param unread the number of messages that the viewer has not read
public record Conversation(UUID uuid, Portrait other, String message, boolean isOwn, long unread, OffsetDateTime sentAt)
        implements Listed {

    /// The columns of the query that [#of] reads.
    static final String COLUMNS = "uuid, created_at, handle, display_name, message, is_own, unread";

    static Conversation of(Row row) {
        return new Conversation(
                row.getUUID("uuid"),
                Portrait.of(row),
                row.getString("message"),
                row.getBoolean("is_own"),
                row.getLong("unread"),
                row.getOffsetDateTime("created_at"));
    }

    @Override
    public Cursor place() {
        return new Cursor(sentAt, uuid);
    }

    public String address() {
        return "/messages/" + uuid;
    }

    public String unreadInShort() {
        return Viewer.inShort(unread);
    }

    public String age(OffsetDateTime now) {
        return Words.ago(Duration.between(sentAt, now));
    }
}
