package cruddur.http;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// How fresh the content of an answer is.
///
/// @param validFor how long all that it shows may be shown, from when its query was sent: until the first of it expires
/// @param age of the state that its query found, when the query was sent: zero on the primary
/// @param databaseNow the time by the primary's clock when the query ran there; empty if it ran elsewhere, or
/// does not say
public record Freshness(Duration validFor, Duration age, Optional<OffsetDateTime> databaseNow) {

    /// Of the current state, in which nothing expires.
    public static final Freshness LASTING =
            new Freshness(ChronoUnit.FOREVER.getDuration(), Duration.ZERO, Optional.empty());

    /// Of what both contents make together.
    public Freshness and(Freshness other) {
        return new Freshness(
                validFor.compareTo(other.validFor) < 0 ? validFor : other.validFor,
                age.compareTo(other.age) > 0 ? age : other.age,
                Stream.of(databaseNow, other.databaseNow)
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder()));
    }

    /// The same, shown no longer than this.
    public Freshness until(Duration end) {
        return and(new Freshness(end, Duration.ZERO, Optional.empty()));
    }
}
