package cruddur.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The connections of a server, and an end for those that are held without asking for anything: who
/// sends a request's head byte by byte would otherwise hold one for good.
///
/// Lives on one event loop.
final class Connections {

    /// A connection costs some ten kilobytes.
    private static final int MAXIMUM = 2_000;

    private static final Duration UNTIL_FIRST_REQUEST = Duration.ofSeconds(10);

    /// Longer than the load balancers of Amazon keep theirs, so that it is they who close.
    private static final Duration UNTIL_NEXT_REQUEST = Duration.ofSeconds(75);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final class Use {
        private int requests;
        private long end = nowPlus(UNTIL_FIRST_REQUEST);
    }

    private final Map<HttpConnection, Use> uses = new HashMap<>();

    Connections(Vertx vertx) {
        vertx.setPeriodic(BETWEEN_LOOKS.toMillis(), _ -> closeIdle());
    }

    void opened(HttpConnection connection) {
        if (uses.size() >= MAXIMUM) {
            connection.close();
            return;
        }
        uses.put(connection, new Use());
        connection.closeHandler(_ -> uses.remove(connection));
    }

    void requestBegins(HttpConnection connection) {
        Use use = uses.get(connection);
        if (use != null) {
            use.requests++;
        }
    }

    void requestEnds(HttpConnection connection) {
        Use use = uses.get(connection);
        if (use != null) {
            use.requests--;
            use.end = nowPlus(UNTIL_NEXT_REQUEST);
        }
    }

    private void closeIdle() {
        long now = System.nanoTime();
        List<HttpConnection> idle =
                uses.entrySet().stream()
                        .filter(each -> each.getValue().requests == 0)
                        .filter(each -> each.getValue().end - now < 0)
                        .map(Map.Entry::getKey)
                        .toList();
        idle.forEach(HttpConnection::close);
    }

    private static long nowPlus(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }
}
