package cruddur.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The connections of a server. Idle ones are closed, because a client that sends a request's head
/// byte by byte would otherwise hold one forever.
///
/// Lives on one event loop.
final class Connections {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final class Use {
        private final ByteMeter meter;
        private int requests;
        private boolean isStream;
        private long end;

        Use(ByteMeter meter, Duration rest) {
            this.meter = meter;
            end = nowPlus(rest);
        }
    }

    private final Shares shares;
    private final Limits limits;
    private final Map<HttpConnection, Use> uses = new HashMap<>();

    Connections(Vertx vertx, Shares shares, Limits limits) {
        this.shares = shares;
        this.limits = limits;
        vertx.setPeriodic(BETWEEN_LOOKS.toMillis(), _ -> closeIdle());
    }

    void opened(HttpConnection connection) {
        SocketAddress address = connection.remoteAddress();
        Optional<Network> peer = shares.clients().peer(address);
        if (!shares.connections().take(peer, 1)) {
            connection.close();
            return;
        }
        ByteMeter meter = new ByteMeter(channel(connection), shares.bytes(), peer, request -> client(address, request));
        meter.install();
        uses.put(connection, new Use(meter, limits.untilFirstRequest()));
        connection.closeHandler(_ -> {
            uses.remove(connection);
            shares.connections().giveBack(peer, 1);
        });
    }

    private Optional<Network> client(SocketAddress peer, HttpRequest request) {
        return shares.clients().counted(peer, request.headers()::getAll);
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /// Closes a connection without waiting until what was written is sent.
    static void closeAtOnce(HttpConnection connection) {
        Channel channel = channel(connection);
        channel.unsafe().close(channel.newPromise());
    }

    /// Whether the last answer on this connection has been written, so that the client expects no other.
    boolean isOver(HttpConnection connection) {
        Use use = uses.get(connection);
        return use == null || use.meter.isDeaf();
    }

    /// A request in progress.
    ///
    /// @param fits whether its client's share allows this request
    /// @param over completes when the client has left or the answer has ended
    record Begun(boolean fits, Future<Void> over) {}

    /// Counts a request while it is in progress.
    Begun begin(HttpServerRequest request) {
        Use use = Objects.requireNonNull(uses.get(request.connection()));
        use.requests++;
        Optional<Network> client = forwarded(request);
        boolean fits = client.isEmpty() || shares.connections().take(client, 1);
        HttpServerResponse response = request.response();
        // Before it is sent: Vert.x begins the next request before it reports the end of this one.
        response.headersEndHandler(_ -> announceEnd(use, response));
        Promise<Void> over = Promise.promise();
        response.endHandler(_ -> over.tryComplete());
        response.closeHandler(_ -> over.tryComplete());
        over.future().onSuccess(_ -> {
            client.filter(_ -> fits).ifPresent(_ -> shares.connections().giveBack(client, 1));
            end(use);
        });
        return new Begun(fits, over.future());
    }

    /// The client behind a proxy's connection; empty for other connections, which count by themselves.
    private Optional<Network> forwarded(HttpServerRequest request) {
        Clients clients = shares.clients();
        return clients.isProxy(request.remoteAddress()) ? clients.counted(request) : Optional.empty();
    }

    private static void announceEnd(Use use, HttpServerResponse response) {
        if (response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
            use.meter.becomeDeaf();
        }
    }

    private void end(Use use) {
        use.requests--;
        use.end = nowPlus(use.meter.isDeaf() ? limits.whileRestIsRead() : limits.untilNextRequest());
        if (!use.isStream) {
            use.meter.answered();
        }
    }

    /// The answer to this request goes on, and is the last one of the connection.
    void becomeStream(HttpConnection connection) {
        Use use = uses.get(connection);
        if (use != null) {
            use.isStream = true;
            use.meter.becomeStream();
        }
    }

    /// Runs this if there is no room for the rest of the current body.
    void onOverrun(HttpServerRequest request, Runnable action) {
        Use use = uses.get(request.connection());
        if (use != null) {
            use.meter.onOverrun(action);
        }
    }

    private void closeIdle() {
        long now = System.nanoTime();
        List<HttpConnection> idle = uses.entrySet().stream()
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
