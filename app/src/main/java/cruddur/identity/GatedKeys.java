package cruddur.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;

import java.io.IOException;
import java.time.Duration;

/// Lets one fetch of the keys through in a while, because whoever invents keys makes us fetch. The
/// library's own limit lets two through.
///
/// Thread-safe.
final class GatedKeys implements JWKSetSource<SecurityContext> {

    private final JWKSetSource<SecurityContext> source;
    private final Duration pause;
    private long next = System.nanoTime();

    GatedKeys(JWKSetSource<SecurityContext> source, Duration pause) {
        this.source = source;
        this.pause = pause;
    }

    @Override
    public JWKSet getJWKSet(
            JWKSetCacheRefreshEvaluator refresh, long currentTime, SecurityContext context)
            throws KeySourceException {
        pass();
        return source.getJWKSet(refresh, currentTime, context);
    }

    private synchronized void pass() throws RateLimitReachedException {
        long now = System.nanoTime();
        if (now - next < 0) {
            throw new RateLimitReachedException();
        }
        next = now + pause.toNanos();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
