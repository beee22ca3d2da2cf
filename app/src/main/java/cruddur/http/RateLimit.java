package cruddur.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/// Limits the requests of each client. Counts in windows of ten seconds, so that a page may send
/// several at once; requests from this machine are not counted.
///
/// Several servers can count together: each adds its [#reports] to a sum that all of them read. If they admitted more
/// than one budget before they knew, the client gets less in the next windows.
///
/// Thread-safe; the event loops of a server share one.
public final class RateLimit {

    public static final Duration WINDOW = Duration.ofSeconds(10);

    /// A client that has used less than this part of its budget is not reported: most never use more.
    private static final int WORTH_REPORTING = 16;

    /// Requests that count together.
    public record Kind(Network network, boolean isRead) {}

    /// What other servers need to know of a client.
    ///
    /// @param window the number of the window; the same on all servers
    /// @param more requests that were admitted since the last report
    /// @param total takes the sum of all reports of this window
    public record Report(long window, Kind kind, int more, LongConsumer total) {}

    /// @param end by the clock
    private record Window(long number, long end, Map<Kind, Usage> usages) {

        Usage of(Kind kind) {
            return usages.computeIfAbsent(kind, _ -> new Usage(0));
        }

        /// A later window.
        ///
        /// @param windows the number of windows from this one to the later one
        Window later(long number, long end, long windows, ToIntFunction<Kind> limit) {
            Map<Kind, Usage> next = new ConcurrentHashMap<>();
            usages.forEach((kind, usage) -> {
                int debt = usage.debtAfter(windows * limit.applyAsInt(kind));
                if (debt > 0) {
                    next.put(kind, new Usage(debt));
                }
            });
            return new Window(number, end, next);
        }
    }

    private final Clients clients;
    private final int reads;
    private final int writes;
    private final LongSupplier clock;
    private final LongAdder refused = new LongAdder();
    private volatile Window window;
    private volatile boolean isAligned;

    /// @param readsPerSecond average over a window
    /// @param writesPerSecond average over a window
    public RateLimit(Clients clients, int readsPerSecond, int writesPerSecond) {
        this(clients, readsPerSecond, writesPerSecond, System::nanoTime);
    }

    RateLimit(Clients clients, int readsPerSecond, int writesPerSecond, LongSupplier clock) {
        this.clients = clients;
        this.reads = readsPerSecond * (int) WINDOW.toSeconds();
        this.writes = writesPerSecond * (int) WINDOW.toSeconds();
        this.clock = clock;
        this.window = new Window(0, clock.getAsLong() + WINDOW.toNanos(), new ConcurrentHashMap<>());
    }

    /// The refusal of a request, if its client has sent too many.
    Optional<Reply.Problem> refusal(HttpServerRequest request) {
        return clients.counted(request)
                .flatMap(client -> rest(new Kind(client, isRead(request.method()))))
                .map(rest -> tooMany(rest, clients.isProxy(request.remoteAddress())));
    }

    /// The time until the window ends, if the client has used it up.
    Optional<Duration> rest(Kind kind) {
        long now = clock.getAsLong();
        Window current = window(now);
        if (current.of(kind).take(limit(kind))) {
            return Optional.empty();
        }
        refused.increment();
        return Optional.of(Duration.ofNanos(current.end - now));
    }

    private int limit(Kind kind) {
        return kind.isRead ? reads : writes;
    }

    private Window window(long now) {
        Window current = window;
        return current.end - now > 0 ? current : next(now);
    }

    private synchronized Window next(long now) {
        if (window.end - now <= 0) {
            long windows = (now - window.end) / WINDOW.toNanos() + 1;
            window = window.later(
                    window.number + windows, window.end + windows * WINDOW.toNanos(), windows, this::limit);
        }
        return window;
    }

    /// Has the windows begin and end with those of other servers, by a clock that they share. Until then, there is
    /// nothing to report.
    ///
    /// @param milliseconds of that clock now
    public synchronized void align(long milliseconds) {
        long number = milliseconds / WINDOW.toMillis();
        if (!isAligned || number != window.number) {
            Duration rest = WINDOW.minusMillis(milliseconds % WINDOW.toMillis());
            window = window.later(number, clock.getAsLong() + rest.toNanos(), 1, this::limit);
            isAligned = true;
        }
    }

    /// What the other servers do not know yet.
    ///
    /// @param most clients to report
    public List<Report> reports(int most) {
        Window current = window;
        return isAligned
                ? current.usages.entrySet().stream()
                        .filter(each -> each.getValue().isToReport(limit(each.getKey()) / WORTH_REPORTING))
                        .limit(most)
                        .map(each -> report(current.number, each.getKey(), each.getValue()))
                        .toList()
                : List.of();
    }

    private static Report report(long window, Kind kind, Usage usage) {
        return new Report(window, kind, usage.report(), usage::learn);
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
