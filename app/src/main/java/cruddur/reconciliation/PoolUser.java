package cruddur.reconciliation;

import java.util.Optional;

/// A person as the user pool describes them. Any text is possible, except NUL, which PostgreSQL
/// refuses.
///
/// @param sub the id of the account
/// @param status in the pool's terms, for example `CONFIRMED`
/// @param enabled false if an administrator has disabled the account
public record PoolUser(
        String sub,
        Optional<String> displayName,
        Optional<String> email,
        Optional<String> handle,
        String status,
        boolean enabled) {}
