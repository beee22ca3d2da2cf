package cruddur.database;

import cruddur.http.Freshness;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;

/// The rows that a statement returned, and how fresh they are.
///
/// @param primaryNow the time by the primary's clock when the statement was sent, or a little later; empty if the
///   statement ran on the primary, whose rows tell the time themselves
/// @param age of the state that the statement saw, when it was sent
record Found(RowSet<Row> rows, Optional<OffsetDateTime> primaryNow, Duration age) {

    private static final String NOW = "now";
    private static final String EXPIRES_AT = "expires_at";

    static Found onPrimary(RowSet<Row> rows) {
        return new Found(rows, Optional.empty(), Duration.ZERO);
    }

    /// Until the first of the rows expires. Spans of time are those of the primary's clock.
    Freshness freshness() {
        Freshness freshness = new Freshness(Freshness.LASTING.validFor(), age, Optional.empty());
        for (Row row : rows) {
            if (row.getColumnIndex(NOW) >= 0) {
                freshness = freshness.and(freshness(row, row.getOffsetDateTime(NOW)));
            }
        }
        return freshness;
    }

    private Freshness freshness(Row row, OffsetDateTime now) {
        boolean expires = row.getColumnIndex(EXPIRES_AT) >= 0 && row.getOffsetDateTime(EXPIRES_AT) != null;
        Duration left = expires
                ? Duration.between(primaryNow.orElse(now), row.getOffsetDateTime(EXPIRES_AT))
                : Freshness.LASTING.validFor();
        return new Freshness(left, age, primaryNow.isPresent() ? Optional.empty() : Optional.of(now));
    }

    /// Whether, by the primary's clock, a row had expired when the statement was sent.
    boolean isExpired() {
        return freshness().validFor().compareTo(Duration.ZERO) <= 0;
    }
}
