package cruddur.database;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// How long what the queries of one answer found may be shown: until the first of it expires. It is a
/// time span by PostgreSQL's clock, from `now` to `expires_at` of the rows, so the clock of this machine does not
/// matter. A query runs after the request came, so counting it from the request is never too long.
///
/// Lives on one event loop.
public final class Validity {

    /// Nothing expires.
    public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private static final String NOW = "now";
    private static final String EXPIRES_AT = "expires_at";

    private Duration left = FOREVER;

    /// From when the request came.
    public Duration left() {
        return left;
    }

    /// Shortens it. A span that is counted from now is never too long.
    public void limit(Duration other) {
        left = other.compareTo(left) < 0 ? other : left;
    }

    /// Takes note of rows with the columns `now` and `expires_at`.
    RowSet<Row> seen(RowSet<Row> rows) {
        for (Row row : rows) {
            if (row.getColumnIndex(EXPIRES_AT) >= 0 && row.getColumnIndex(NOW) >= 0) {
                limit(between(row.getOffsetDateTime(NOW), row.getOffsetDateTime(EXPIRES_AT)));
            }
        }
        return rows;
    }

    static Duration between(OffsetDateTime now, @Nullable OffsetDateTime expiresAt) {
        return expiresAt == null ? FOREVER : Duration.between(now, expiresAt);
    }
}
