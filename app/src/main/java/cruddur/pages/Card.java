package cruddur.pages;

import io.vertx.sqlclient.Row;

import org.jspecify.annotations.Nullable;

import java.time.OffsetDateTime;
import java.util.UUID;

/// An activity as the page shows it.
///
/// @param expiresAt null if it does not expire
public record Card(
        UUID uuid,
        String displayName,
        String handle,
        String message,
        int replies,
        int reposts,
        int likes,
        @Nullable OffsetDateTime expiresAt,
        OffsetDateTime createdAt) {

    static Card of(Row row) {
        return new Card(
                row.getUUID("uuid"),
                row.getString("display_name"),
                row.getString("handle"),
                row.getString("message"),
                row.getInteger("replies_count"),
                row.getInteger("reposts_count"),
                row.getInteger("likes_count"),
                row.getOffsetDateTime("expires_at"),
                row.getOffsetDateTime("created_at"));
    }
}
