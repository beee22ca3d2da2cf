package cruddur.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The keys of the user pool. They are fetched when the first token comes, and again every five
/// minutes, while requests use the old ones, or if a token names an unknown key. Strangers can invent
/// keys, so two fetches are at least ten seconds apart. If the keys cannot be fetched, the old ones
/// are valid for twelve hours.
///
/// Thread-safe. Blocks for a fetch only if there are no keys yet, or a key is unknown.
final class PoolKeys {

    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration LONGEST_OUTAGE = Duration.ofHours(12);

    private static final Executor VIRTUAL_THREADS =
            task -> Thread.ofVirtual().name("refresh").start(task);

    /// The result of a fetch.
    ///
    /// @param begin of the fetch; keys that were published before it are included
    /// @param generation how many keys had left the pool by then
    record Fetched(JWKSet keys, Instant begin, int generation) {

        private static final Fetched NOTHING = new Fetched(new JWKSet(), Instant.EPOCH, 0);

        private Fetched followedBy(JWKSet next, Instant nextBegin) {
            boolean isComplete = next.getKeys().containsAll(keys.getKeys());
            return new Fetched(next, nextBegin, isComplete ? generation : generation + 1);
        }
    }

    private final KeyFetch fetch;
    private final InstantSource clock;
    private final AtomicBoolean isRefreshing = new AtomicBoolean();
    private volatile Fetched fetched = Fetched.NOTHING;
    private volatile Instant tried = Instant.EPOCH;

    PoolKeys(URL url, InstantSource clock) {
        this.fetch = new KeyFetch(url);
        this.clock = clock;
    }

    /// The number of keys that have left. A token that was checked in an earlier generation may be
    /// signed by such a key. Never blocks.
    int generation() {
        return fetched.generation;
    }

    /// The currently valid keys.
    ///
    /// @throws KeySourceException if there are none, and they cannot be fetched
    Fetched current() throws KeySourceException {
        Fetched current = fetched;
        if (!isWithin(LONGEST_OUTAGE, current.begin)) {
            return after(current);
        }
        if (!isWithin(FRESH, current.begin)) {
            refresh();
        }
        return current;
    }

    /// Keys that were fetched after these, by this thread or by another one.
    ///
    /// @throws RateLimitReachedException if the last fetch is too recent
    /// @throws KeySourceException if the keys cannot be fetched
    synchronized Fetched after(Fetched known) throws KeySourceException {
        if (known.equals(fetched)) {
            Instant begin = clock.instant();
            if (isWithin(BETWEEN_FETCHES, tried)) {
                throw new RateLimitReachedException();
            }
            tried = begin;
            fetched = known.followedBy(fetch.keys(), begin);
            refreshLater(fetched);
        }
        return fetched;
    }

    /// Fetches the keys in the background.
    private void refresh() {
        if (!isWithin(BETWEEN_FETCHES, tried) && isRefreshing.compareAndSet(false, true)) {
            VIRTUAL_THREADS.execute(() -> {
                try {
                    after(fetched);
                } catch (KeySourceException _) {
                    // The failure is logged, and the old keys stay valid.
                } finally {
                    isRefreshing.set(false);
                }
            });
        }
    }

    /// Notices a key that has left even if no token comes.
    private void refreshLater(Fetched latest) {
        CompletableFuture.delayedExecutor(FRESH.toSeconds(), TimeUnit.SECONDS, VIRTUAL_THREADS)
                .execute(() -> {
                    if (latest.equals(fetched)) {
                        refresh();
                        refreshLater(latest);
                    }
                });
    }

    /// Compares without a sign, because a clock may be set back.
    private boolean isWithin(Duration duration, Instant then) {
        return Duration.between(then, clock.instant()).abs().compareTo(duration) < 0;
    }
}
