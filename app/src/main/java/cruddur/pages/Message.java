package cruddur.pages;

import cruddur.database.Cursor;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/// A message of a conversation.
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
        OffsetDateTime sentAt)
        implements Listed {

    /// The columns of the query that [#of] reads.
    static final String COLUMNS = "uuid, created_at, expires_at, handle, display_name,"
            + " message, public.segments(message) as segments, is_own, is_unread";

    static Message of(Row row) {
        return new Message(
                row.getUUID("uuid"),
                Portrait.of(row),
                Segment.of(row),
                row.getBoolean("is_own"),
                row.getBoolean("is_unread"),
                row.getOffsetDateTime("expires_at"),
                row.getOffsetDateTime("created_at"));
    }

    @Override
    public Cursor place() {
        return new Cursor(sentAt, uuid);
    }

    public String age(OffsetDateTime now) {
        return Words.ago(Duration.between(sentAt, now));
    }

    public String expiry(OffsetDateTime now) {
        return Words.expiresIn(Duration.between(now, expiresAt));
    }
}
