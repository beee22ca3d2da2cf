package cruddur.growth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a server counts.
public enum Metric {
    PEOPLE_JOINED,
    CRUDS,
    REPLIES,
    LIKES,
    REPOSTS,
    CONVERSATIONS,
    PEOPLE_ACTIVE,
    PAGES_READ;

    /// The metric with a name in the table.
    public static Optional<Metric> named(String key) {
        return Arrays.stream(values())
                .filter(metric -> metric.key().equals(key))
                .findFirst();
    }

    /// Its name in the table and in DynamoDB, for example `people_joined`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
