package cruddur.cache;

import java.time.Duration;
import java.time.Instant;

/// A moment by the database's clock, and between which times of this process it was.
///
/// @param sentAt by `System.nanoTime`, before the database read its clock
/// @param receivedAt by `System.nanoTime`, afterwards
record DatabaseTime(Instant now, long sentAt, long receivedAt) {

    /// The clocks of two machines do not drift apart by more than some milliseconds in this time.
    private static final Duration USABLE = Duration.ofSeconds(10);

    /// The time by the database's clock when the query was sent, or a little earlier.
    Instant earliestAtSending() {
        return now.minusNanos(receivedAt - sentAt);
    }

    /// The time by the database's clock at a time of this process, or a little later.
    Instant latest(long nanoTime) {
        return now.plusNanos(nanoTime - sentAt);
    }

    boolean isUsable(long nanoTime) {
        return nanoTime - sentAt < USABLE.toNanos();
    }
}
