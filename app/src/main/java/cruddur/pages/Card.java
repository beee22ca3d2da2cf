package cruddur.pages;

import cruddur.database.Cursor;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An activity as the page shows it to one reader.
///
/// @param replyTo the activity that it answers
/// @param expiresAt null if it does not expire
public record Card(
        UUID uuid,
        Portrait author,
        List<Segment> message,
        int replies,
        int reposts,
        int likes,
        Optional<UUID> replyTo,
        @Nullable OffsetDateTime expiresAt,
        OffsetDateTime createdAt,
        boolean liked,
        boolean reposted)
        implements Listed {

    /// The columns that a card needs besides its uuid and its time.
    private static final String FIELDS =
            "display_name, handle, message, segments, replies_count, reposts_count, likes_count, reply_to_activity_uuid,"
                    + " expires_at, liked, reposted";

    /// The columns of a query over `cards` that [#of] reads.
    static final String COLUMNS = "uuid, created_at, " + FIELDS;

    /// The same for the query of notifications, whose `uuid` and `created_at` are its own.
    static final String NOTIFIED_COLUMNS = "activity_uuid as uuid, posted_at as created_at, " + FIELDS;

    static Card of(Row row) {
        return new Card(
                row.getUUID("uuid"),
                Portrait.of(row),
                Segment.of(row),
                row.getInteger("replies_count"),
                row.getInteger("reposts_count"),
                row.getInteger("likes_count"),
                Optional.ofNullable(row.getUUID("reply_to_activity_uuid")),
                row.getOffsetDateTime("expires_at"),
                row.getOffsetDateTime("created_at"),
                row.getBoolean("liked"),
                row.getBoolean("reposted"));
    }

    @Override
    public Cursor place() {
        return new Cursor(createdAt, uuid);
    }

    /// The page of its thread.
    public String address() {
        return author.address() + "/status/" + uuid;
    }

    public boolean isReply() {
        return replyTo.isPresent();
    }

    /// Its message, without links.
    public String text() {
        return message.stream().map(Segment::text).collect(Collectors.joining());
    }

    /// For example `5 min ago`.
    public String age(OffsetDateTime now) {
        return Words.ago(Duration.between(createdAt, now));
    }

    /// Empty if it does not expire.
    public Optional<Life> life(OffsetDateTime now) {
        return Optional.ofNullable(expiresAt)
                .map(end -> new Life(Duration.between(createdAt, end), Duration.between(now, end)));
    }
}
