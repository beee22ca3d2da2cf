package cruddur.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource.RefreshCompletedEvent;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.events.Event;

import org.jspecify.annotations.Nullable;

import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The keys of the user pool: fetched when the first token comes, and again every five minutes,
/// while the old ones go on serving; or when a token names a key that is not among them, but at
/// most once in ten seconds. While they cannot be fetched, the old ones serve for twelve hours.
///
/// Thread-safe. Blocks for as long as a fetch takes, but only for a key that is not known.
final class PoolKeys implements JWKSource<SecurityContext> {

    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
    private static final Duration LONGEST_FETCH = Duration.ofSeconds(3);
    private static final int MAXIMUM_BYTES = 64 * 1024;

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration LONGEST_OUTAGE = Duration.ofHours(12);

    private final InstantSource clock;
    private final GatedKeys gate;
    private final JWKSetSource<SecurityContext> cache;
    private final AtomicInteger generation = new AtomicInteger();
    private List<JWK> published = List.of();

    PoolKeys(URL url, InstantSource clock) {
        this.clock = clock;
        this.gate = new GatedKeys(source(url), BETWEEN_FETCHES, LONGEST_FETCH, clock);
        // Refreshed "ahead" of the end of the longest outage, the keys are never waited for, and
        // outlast an outage, too. The library's tolerance of outages would call a token bad whose
        // key cannot be fetched.
        this.cache =
                new RefreshAheadCachingJWKSetSource<>(
                        gate,
                        LONGEST_OUTAGE.toMillis(),
                        LONGEST_FETCH.toMillis(),
                        LONGEST_OUTAGE.minus(FRESH).toMillis(),
                        Executors.newVirtualThreadPerTaskExecutor(),
                        true,
                        this::watch,
                        Executors.newSingleThreadScheduledExecutor(
                                Thread.ofVirtual().name("refresh").factory()),
                        true);
    }

    private static JWKSetSource<SecurityContext> source(URL url) {
        int timeout = (int) LONGEST_FETCH.toMillis();
        return new URLBasedJWKSetSource<>(
                url, new DefaultResourceRetriever(timeout, timeout, MAXIMUM_BYTES));
    }

    /// How often a key has left. What was signed before may be signed by a key that is gone.
    int generation() {
        return generation.get();
    }

    /// Whether a key that was published by then would be known.
    boolean wereFetchedSince(Instant then) {
        return !gate.fetched().isBefore(then);
    }

    @Override
    public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context)
            throws KeySourceException {
        JWKSet known = keys(JWKSetCacheRefreshEvaluator.noRefresh(), context);
        List<JWK> found = wanted.select(known);
        return found.isEmpty()
                ? wanted.select(
                        keys(JWKSetCacheRefreshEvaluator.referenceComparison(known), context))
                : found;
    }

    private JWKSet keys(JWKSetCacheRefreshEvaluator refresh, @Nullable SecurityContext context)
            throws KeySourceException {
        return cache.getJWKSet(refresh, clock.millis(), context);
    }

    /// Told by whoever has refreshed the cache, after that, while it is still locked: so one thread
    /// at a time, and no token can be checked with the old keys in the new generation.
    private void watch(Event<CachingJWKSetSource<SecurityContext>, SecurityContext> event) {
        if (event instanceof RefreshCompletedEvent<SecurityContext> refreshed) {
            List<JWK> keys = refreshed.getJWKSet().getKeys();
            if (!keys.containsAll(published)) {
                generation.incrementAndGet();
            }
            published = keys;
        }
    }
}
