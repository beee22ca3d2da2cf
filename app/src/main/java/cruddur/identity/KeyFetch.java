package cruddur.identity;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Fetches the user pool's keys. The limit for the whole fetch is three seconds, because the timeout
/// of a socket is for each read, and a slow pool could keep a request forever.
///
/// Thread-safe.
record KeyFetch(URL url) {

    private static final System.Logger LOG = System.getLogger(KeyFetch.class.getName());

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int MAXIMUM_BYTES = 64 * 1024;

    /// @throws JWKSetUnavailableException if the pool does not answer, or without keys
    JWKSet keys() throws JWKSetUnavailableException {
        FutureTask<JWKSet> task = new FutureTask<>(this::fetch);
        Thread.ofVirtual().name("keys").start(task);
        try {
            return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unavailable(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw unavailable("no answer within " + LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted", e);
        } finally {
            // If it is interrupted while it reads, a virtual thread closes its socket.
            task.cancel(true);
        }
    }

    private JWKSet fetch() throws Exception {
        int timeout = (int) LIMIT.toMillis();
        return JWKSet.parse(new DefaultResourceRetriever(timeout, timeout, MAXIMUM_BYTES)
                .retrieveResource(url)
                .getContent());
    }

    private static JWKSetUnavailableException unavailable(String why, @Nullable Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, "The user pool's keys cannot be fetched: " + why);
        return new JWKSetUnavailableException(why, cause);
    }
}
