package cruddur.pages;

import cruddur.database.Cursor;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;

/// A notification of the signed-in person.
///
/// @param kind `reply`, `like`, `repost` or `mention`
/// @param card the reply or mention itself, or the person's own activity
public record Notification(String kind, Portrait actor, boolean isRead, Cursor place, Card card) implements Listed {

    /// The columns of the query that [#of] reads.
    static final String COLUMNS =
            "kind, actor_handle, actor_name, is_read, created_at as acted_at, uuid as notification_uuid, "
                    + Card.NOTIFIED_COLUMNS;

    static Notification of(Row row) {
        return new Notification(
                row.getString("kind"),
                new Portrait(row.getString("actor_handle"), row.getString("actor_name")),
                row.getBoolean("is_read"),
                new Cursor(row.getOffsetDateTime("acted_at"), row.getUUID("notification_uuid")),
                Card.of(row));
    }

    /// The name of its icon.
    public String icon() {
        return kind;
    }

    public String verb() {
        return switch (kind) {
            case "reply" -> "replied to you";
            case "like" -> "likes your crud";
            case "repost" -> "reposted your crud";
            default -> "mentions you";
        };
    }

    public String age(OffsetDateTime now) {
        return Words.ago(Duration.between(place.time(), now));
    }
}
