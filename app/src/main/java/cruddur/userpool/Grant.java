package cruddur.userpool;

import java.time.Duration;
import java.util.Optional;

/// The tokens of a sign-in.
///
/// @param refreshToken empty if the earlier one stays valid
/// @param lifetime of the access token
public record Grant(String accessToken, String idToken, Optional<String> refreshToken, Duration lifetime) {

    @Override
    public String toString() {
        return "Grant[…]";
    }
}
