package cruddur.pages;

import cruddur.database.Cursor;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.UUID;

/// The notifications of the signed-in person.
public record NotificationsPage(Head head, Frame frame, Feed<Item> feed) {

    /// The id of a notification's card. If several notifications show the same activity, only the first
    /// one has the id that addresses refer to.
    public String id(Item item) {
        UUID activity = item.card().uuid();
        boolean isFirst = feed.items().stream()
                .filter(each -> each.card().uuid().equals(activity))
                .findFirst()
                .filter(item::equals)
                .isPresent();
        return (isFirst ? activity : item.place().uuid()).toString();
    }

    /// One notification.
    ///
    /// @param kind `reply`, `like`, `repost` or `mention`
    /// @param card the reply or mention itself, or the person's own activity
    public record Item(String kind, Portrait actor, boolean isRead, Cursor place, Card card) {

        /// The columns of the query that [#of] reads.
        static final String COLUMNS =
                "kind, actor_handle, actor_name, is_read, created_at as acted_at, uuid as notification_uuid, "
                        + Card.NOTIFIED_COLUMNS;

        static Item of(Row row) {
            return new Item(
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

        public String age(Frame frame) {
            return Words.ago(Duration.between(place.time(), frame.now()));
        }
    }
}
