package cruddur.operations;

import java.util.Optional;

/// Somebody as the user pool describes them: whatever it may hold, other than NUL, which is no text
/// to PostgreSQL.
///
/// @param sub the id by which everything else knows them
/// @param status as the pool calls it, for example `CONFIRMED`
/// @param enabled whether an administrator lets them in at all
public record PoolUser(
        String sub,
        Optional<String> displayName,
        Optional<String> email,
        Optional<String> handle,
        String status,
        boolean enabled) {}
