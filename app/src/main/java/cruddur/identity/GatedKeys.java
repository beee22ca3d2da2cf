package cruddur.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lets one fetch of the keys through in a while, because whoever invents keys makes us fetch, and
/// ends it after a while, because a pool that drips could hold us without end. The library's own
/// limit lets two through, and its own timeouts hold for each read.
///
/// Thread-safe.
final class GatedKeys implements JWKSetSource<SecurityContext> {

    private static final System.Logger LOG = System.getLogger(GatedKeys.class.getName());

    private final JWKSetSource<SecurityContext> source;
    private final Duration pause;
    private final Duration limit;
    private final InstantSource clock;
    private Instant tried = Instant.EPOCH;
    private volatile Instant fetched = Instant.EPOCH;

    /// @param pause between the beginnings of two fetches
    /// @param limit of one fetch
    GatedKeys(
            JWKSetSource<SecurityContext> source,
            Duration pause,
            Duration limit,
            InstantSource clock) {
        this.source = source;
        this.pause = pause;
        this.limit = limit;
        this.clock = clock;
    }

    /// When the last fetch that succeeded began.
    Instant fetched() {
        return fetched;
    }

    /// @throws RateLimitReachedException if the last fetch is too recent
    /// @throws JWKSetUnavailableException if the pool does not answer, or not with keys
    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refresh,
            long currentTime,
            @Nullable SecurityContext context)
            throws KeySourceException {
        Instant begin = pass();
        JWKSet keys =
                fetch(new FutureTask<>(() -> source.getJWKSet(refresh, currentTime, context)));
        fetched = begin;
        return keys;
    }

    private synchronized Instant pass() throws RateLimitReachedException {
        Instant now = clock.instant();
        // A clock that was set back must not close the gate for longer.
        if (Duration.between(tried, now).abs().compareTo(pause) < 0) {
            throw new RateLimitReachedException();
        }
        tried = now;
        return now;
    }

    private JWKSet fetch(FutureTask<JWKSet> task) throws KeySourceException {
        Thread.ofVirtual().name("keys").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unavailable(e.getMessage(), e);
        } catch (TimeoutException e) {
            throw unavailable("no answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted", e);
        } finally {
            // Interrupted while it reads, a virtual thread closes its socket.
            task.cancel(true);
        }
    }

    private static KeySourceException unavailable(@Nullable String why, Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, "The user pool's keys cannot be fetched: " + why);
        return new JWKSetUnavailableException(why, cause);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
