package cruddur.identity;

import java.time.Duration;
import java.util.Optional;

/// What the user pool gives whom it knows.
///
/// @param refreshToken missing where the one that was shown stays good
/// @param lifetime of the access token
public record Grant(
        String accessToken, String idToken, Optional<String> refreshToken, Duration lifetime) {

    @Override
    public String toString() {
        return "Grant[…]";
    }
}
