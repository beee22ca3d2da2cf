package cruddur.pages;

import io.vertx.sqlclient.Row;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

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

    /// What a reader takes for one character, however many it is written with.
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private static final int TINTS = 6;

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

    /// For example `5 min ago`.
    public String age(OffsetDateTime now) {
        return Words.ago(Duration.between(createdAt, now));
    }

    /// Empty if it does not expire.
    public Optional<Life> life(OffsetDateTime now) {
        return Optional.ofNullable(expiresAt)
                .map(end -> new Life(Duration.between(createdAt, end), Duration.between(now, end)));
    }

    /// Stands in the author's portrait.
    public String initial() {
        return CHARACTER
                .matcher(displayName.strip())
                .results()
                .findFirst()
                .map(MatchResult::group)
                .orElse("");
    }

    /// The class of the portrait's colour: always the same one for the same author.
    public String tint() {
        return "tint-" + Math.floorMod(handle.hashCode(), TINTS);
    }
}
