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

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final class Use {
        private int requests;
        private long end;

        Use(Duration rest) {
            end = nowPlus(rest);
        }
    }

    private final Limits limits;
    private final Map<HttpConnection, Use> uses = new HashMap<>();

    Connections(Vertx vertx, Limits limits) {
        this.limits = limits;
        vertx.setPeriodic(BETWEEN_LOOKS.toMillis(), _ -> closeIdle());
    }

    void opened(HttpConnection connection) {
        if (uses.size() >= limits.connections()) {
            connection.close();
            return;
        }
        uses.put(connection, new Use(limits.untilFirstRequest()));
        connection.closeHandler(_ -> uses.remove(connection));
    }

    void requestBegins(HttpConnection connection) {
        Use use = uses.get(connection);
        if (use != null) {
            use.requests++;
        }
    }

    /// @param isLast whether the client was told that the connection ends with it
    void requestEnds(HttpConnection connection, boolean isLast) {
        Use use = uses.get(connection);
        if (use != null) {
            use.requests--;
            use.end = nowPlus(isLast ? limits.whileRestIsRead() : limits.untilNextRequest());
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
