package cruddur.operations;

import java.util.Locale;

/// Whose database one is: kept in `public.environment`, so that it comes along with a dump.
public enum Mark {
    DEV,
    PROD;

    /// The one that the table has this word for.
    public static Mark of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// The word that the table has.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
