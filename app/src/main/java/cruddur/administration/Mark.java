package cruddur.administration;

import java.util.Locale;

/// The environment mark of a database, in the table `public.environment`; so a dump includes it.
public enum Mark {
    DEV,
    PROD;

    /// The mark with this word in the table.
    public static Mark of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /// The word in the table.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
