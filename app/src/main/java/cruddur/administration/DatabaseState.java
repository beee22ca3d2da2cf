package cruddur.administration;

import java.util.Locale;

/// Whether a server has a database, and whether the database accepts connections.
public enum DatabaseState {
    MISSING,
    USABLE,
    /// A drop of it was interrupted; PostgreSQL allows only to drop it again.
    INVALID,
    /// It accepts no connections, for example while it is dropped.
    CLOSED;

    static DatabaseState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
