package cruddur.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps one client from taking the server away from the others. Counts in windows of ten seconds,
/// so that a page may ask for much at once; what comes from this machine is not counted.
///
/// Thread-safe; the event loops of a server share one.
public final class RateLimit {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private record Kind(Network network, boolean isRead) {}

    private final Clients clients;
    private final int reads;
    private final int writes;
    private final Map<Kind, Integer> counts = new ConcurrentHashMap<>();
    private volatile long windowEnd = System.nanoTime();

    /// Limits each client.
    ///
    /// @param readsPerSecond on the average of a window
    /// @param writesPerSecond likewise
    public RateLimit(Clients clients, int readsPerSecond, int writesPerSecond) {
        this.clients = clients;
        this.reads = readsPerSecond * (int) WINDOW.toSeconds();
        this.writes = writesPerSecond * (int) WINDOW.toSeconds();
    }

    /// What the request is refused with, if its client has asked for too much.
    Optional<Reply.Problem> refusal(HttpServerRequest request) {
        InetAddress client = clients.of(request);
        return client.isLoopbackAddress()
                ? Optional.empty()
                : refusal(new Kind(Network.of(client), isRead(request.method())));
    }

    private Optional<Reply.Problem> refusal(Kind kind) {
        long rest = windowEnd - System.nanoTime();
        if (rest <= 0) {
            // Two threads may both do this, and forgive a client a request.
            counts.clear();
            windowEnd = System.nanoTime() + WINDOW.toNanos();
            rest = WINDOW.toNanos();
        }
        return counts.merge(kind, 1, Integer::sum) <= (kind.isRead ? reads : writes)
                ? Optional.empty()
                : Optional.of(tooMany(rest));
    }

    private static Reply.Problem tooMany(long rest) {
        long seconds = Duration.ofNanos(rest).toSeconds() + 1;
        return new Reply.Problem(
                429,
                "These are too many requests. Go on in " + seconds + " s.",
                Map.of("Retry-After", Long.toString(seconds)));
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET)
                || method.equals(HttpMethod.HEAD)
                || method.equals(HttpMethod.OPTIONS);
    }
}
