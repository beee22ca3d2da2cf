package cruddur.database;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Who waits for a statement. While a pool is overloaded, callers are refused in this order.
enum Caller {
    STRANGER(Duration.ofMillis(100)),
    PERSON(Duration.ofSeconds(1)),
    /// Never refused.
    HEALTH_CHECK(ChronoUnit.FOREVER.getDuration());

    private final Duration target;

    Caller(Duration target) {
        this.target = target;
    }

    /// The queue time from which a pool is overloaded for this caller.
    Duration target() {
        return target;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
