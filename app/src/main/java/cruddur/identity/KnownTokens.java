package cruddur.identity;

import cruddur.http.LruMap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/// A cache of checked tokens with their persons, so that a signed-in request needs no signature check
/// and no query. It drops the least recently used token when it is full, a token when it expires or
/// was checked a minute ago, because its person's row may have changed, and all tokens when a key
/// leaves the user pool or an account is deleted.
///
/// Lives on one event loop.
final class KnownTokens {

    /// A token has one to two thousand characters, at most eight thousand. They are kept whole, because
    /// computing a digest would cost each request more than the rest of the lookup. Only valid tokens are
    /// kept, so clients cannot fill the memory with invented ones.
    private static final int CAPACITY = 1000;

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /// @param since by the monotonic clock, because the other one may be set back
    private record Known(Tokens.Checked token, UUID person, long since) {

        boolean isGood(int generation, Instant now, long monotonic) {
            return token.generation() == generation
                    && token.expiry().isAfter(now)
                    && monotonic - since < LONGEST.toNanos();
        }
    }

    private final InstantSource clock;
    private final LongSupplier monotonic;

    private final Map<String, Known> tokens = new LruMap<>(CAPACITY);

    KnownTokens(InstantSource clock, LongSupplier monotonic) {
        this.clock = clock;
        this.monotonic = monotonic;
    }

    /// @param generation of the pool's keys, by [Tokens#generation()]
    Optional<UUID> person(String token, int generation) {
        return Optional.ofNullable(tokens.computeIfPresent(
                        token,
                        (_, known) -> known.isGood(generation, clock.instant(), monotonic.getAsLong()) ? known : null))
                .map(Known::person);
    }

    void remember(Tokens.Checked token, String written, UUID person) {
        tokens.put(written, new Known(token, person, monotonic.getAsLong()));
    }
}
