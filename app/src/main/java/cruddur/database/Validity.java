package cruddur.database;

import cruddur.http.Freshness;
import java.time.Duration;

/// How fresh what the queries of one answer found is: until the first of it expires. It is a time span by PostgreSQL's
/// clock, from `now` to `expires_at` of the rows, so the clock of this machine does not matter. A query runs after the
/// request came, so counting it from the request is never too long.
///
/// Lives on one event loop.
public final class Validity {

    private Freshness freshness = Freshness.LASTING;

    /// From when the request came.
    public Freshness freshness() {
        return freshness;
    }

    /// Shortens it. A span that is counted from now is never too long.
    public void limit(Duration other) {
        freshness = freshness.until(other);
    }

    /// Takes note of rows; those with the columns `now` and `expires_at` expire.
    Found seen(Found found) {
        freshness = freshness.and(found.freshness());
        return found;
    }
}
