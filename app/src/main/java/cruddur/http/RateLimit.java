package cruddur.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Limits the requests of each client. Counts in windows of ten seconds, so that a page may send
/// several at once; requests from this machine are not counted.
///
/// Thread-safe; the event loops of a server share one.
public final class RateLimit {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private record Kind(Network network, boolean isRead) {}

    private final Clients clients;
    private final int reads;
    private final int writes;
    private final Map<Kind, Integer> counts = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private volatile long windowEnd = System.nanoTime();

    /// @param readsPerSecond average over a window
    /// @param writesPerSecond average over a window
    public RateLimit(Clients clients, int readsPerSecond, int writesPerSecond) {
        this.clients = clients;
        this.reads = readsPerSecond * (int) WINDOW.toSeconds();
        this.writes = writesPerSecond * (int) WINDOW.toSeconds();
    }

    /// The refusal of a request, if its client has sent too many.
    Optional<Reply.Problem> refusal(HttpServerRequest request) {
        return clients.counted(request)
                .flatMap(client -> rest(new Kind(client, isRead(request.method()))))
                .map(rest -> tooMany(rest, clients.isProxy(request.remoteAddress())));
    }

    /// The time until the window ends, if the client has used it up.
    private Optional<Duration> rest(Kind kind) {
        long rest = windowEnd - System.nanoTime();
        if (rest <= 0) {
            // Two threads may both do this, so a client may get a request too many.
            counts.clear();
            windowEnd = System.nanoTime() + WINDOW.toNanos();
            rest = WINDOW.toNanos();
        }
        if (counts.merge(kind, 1, Integer::sum) <= (kind.isRead ? reads : writes)) {
            return Optional.empty();
        }
        refused.increment();
        return Optional.of(Duration.ofNanos(rest));
    }

    /// Closes the connection, on which more requests may be waiting; but not a proxy's, which other
    /// clients share.
    private static Reply.Problem tooMany(Duration rest, boolean isByProxy) {
        String seconds = Long.toString(rest.toSeconds() + 1);
        Map<String, String> wait = Map.of("Retry-After", seconds);
        Map<String, String> end = Map.of("Retry-After", seconds, "Connection", "close");
        return new Reply.Problem(429, "Too many requests. Try again in " + seconds + " s.", isByProxy ? wait : end);
    }

    /// The number of refused requests since the start.
    public long refused() {
        return refused.sum();
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS);
    }
}
