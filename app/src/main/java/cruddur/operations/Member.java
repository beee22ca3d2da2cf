package cruddur.operations;

import java.util.Optional;

/// Somebody whom the user pool or the database knows.
///
/// @param handle the one they have here
/// @param wantedHandle the one they asked the pool for
/// @param status as the pool calls it; empty if the pool does not know them
/// @param enabled false only if an administrator keeps them out of the pool
public record Member(
        String cognitoUserId,
        Optional<String> handle,
        Optional<String> wantedHandle,
        Optional<String> displayName,
        Optional<String> email,
        Optional<String> status,
        boolean enabled,
        Standing standing) {

    /// How the pool and the database agree about them.
    public enum Standing {
        KNOWN_TO_BOTH,
        /// In the database; the pool may have forgotten them.
        UNKNOWN_TO_POOL,
        /// In the pool, and not yet, or no longer, let in by it.
        NOT_LET_IN,
        /// Let in by the pool, and without a row.
        MISSING
    }
}
