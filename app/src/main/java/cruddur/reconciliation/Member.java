package cruddur.reconciliation;

import java.util.Optional;

/// A person in the user pool or the database.
///
/// @param handle in the database
/// @param wantedHandle in the pool
/// @param status in the pool's terms; empty if the person is not in the pool
/// @param enabled false only if an administrator has disabled the account
public record Member(
        String cognitoUserId,
        Optional<String> handle,
        Optional<String> wantedHandle,
        Optional<String> displayName,
        Optional<String> email,
        Optional<String> status,
        boolean enabled,
        Standing standing) {

    /// Where the person exists.
    public enum Standing {
        KNOWN_TO_BOTH,
        /// In the database, but not in the pool, which may have deleted the account.
        UNKNOWN_TO_POOL,
        /// In the pool, but may not sign in, yet or any more.
        NOT_LET_IN,
        /// May sign in, but has no row.
        MISSING
    }
}
