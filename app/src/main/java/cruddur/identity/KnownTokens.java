package cruddur.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tokens that were checked, with their persons, so that a signed-in request costs no signature
/// check and no look-up each time. Forgets the one that was not used for the longest time when it
/// is full, every one when it expires and a minute after it was checked, because its person's row
/// may be another by then, and all when a key leaves the user pool.
///
/// Lives on one event loop.
final class KnownTokens {

    /// A token has one to two thousand characters, eight thousand at most. They are kept whole,
    /// because to find one by its digest would cost each request more than the rest of the look-up;
    /// and only good ones are kept, so nobody can fill the memory with their own.
    private static final int CAPACITY = 1000;

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private record Known(Tokens.Checked token, UUID person, Instant since) {

        boolean isGood(int generation, Instant now) {
            return token.generation() == generation
                    && token.expiry().isAfter(now)
                    && since.plus(LONGEST).isAfter(now);
        }
    }

    private final InstantSource clock;

    private final Map<String, Known> tokens =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > CAPACITY;
                }
            };

    KnownTokens(InstantSource clock) {
        this.clock = clock;
    }

    /// @param generation of the pool's keys, by [Tokens#generation()]
    Optional<UUID> person(String token, int generation) {
        return Optional.ofNullable(
                        tokens.computeIfPresent(
                                token,
                                (_, known) ->
                                        known.isGood(generation, clock.instant()) ? known : null))
                .map(Known::person);
    }

    void remember(Tokens.Checked token, String written, UUID person) {
        tokens.put(written, new Known(token, person, clock.instant()));
    }
}
