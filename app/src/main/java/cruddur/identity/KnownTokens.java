package cruddur.identity;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tokens that were checked, with their persons, so that a signed-in request costs no signature
/// check and no look-up each time. Forgets the one that was not used for the longest time when it
/// is full, and every one when it expires.
///
/// Lives on one event loop.
final class KnownTokens {

    /// A token has one to two thousand characters.
    private static final int CAPACITY = 1000;

    private record Known(UUID person, Instant expiry) {}

    private final Map<String, Known> tokens =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > CAPACITY;
                }
            };

    Optional<UUID> person(String token) {
        return Optional.ofNullable(tokens.get(token))
                .filter(known -> known.expiry.isAfter(Instant.now()))
                .map(Known::person);
    }

    void remember(Tokens.Checked token, String written, UUID person) {
        tokens.put(written, new Known(person, token.expiry()));
    }
}
