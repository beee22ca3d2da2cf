package cruddur.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The streams of a server. When the server stops, it ends them first, and their clients connect
/// again, to another server or the next one.
///
/// Lives on one event loop.
final class Streams {

    private final Shares shares;
    private final Connections connections;
    private final Set<Open> open = new HashSet<>();

    /// @param shares of which each stream takes a part
    Streams(Shares shares, Connections connections) {
        this.shares = shares;
        this.connections = connections;
    }

    /// Sends the head of the answer, and starts the source.
    ///
    /// @param over completes when the client has left or the answer has ended
    /// @return whether the client may have one more stream; if not, nothing was done
    boolean begin(HttpServerRequest request, Reply.Stream stream, Future<Void> over) {
        Optional<Network> client = shares.clients().counted(request);
        if (!shares.streams().take(client, 1)) {
            return false;
        }
        Open begun = begin(request, stream);
        Runnable onEnd = stream.source().open(begun);
        over.onComplete(_ -> {
            open.remove(begun);
            shares.streams().giveBack(client, 1);
            onEnd.run();
        });
        return true;
    }

    private Open begin(HttpServerRequest request, Reply.Stream stream) {
        HttpServerResponse response = request.response();
        putHeaders(response, stream);
        response.setChunked(true).writeHead();
        // They would be kept for as long as the stream, and are half of its memory.
        request.headers().clear();
        response.headers().clear();
        connections.becomeStream(request.connection());
        Open begun = new Open(response, request.connection());
        open.add(begun);
        return begun;
    }

    /// The head of an answer whose body is a stream.
    static void putHeaders(HttpServerResponse response, Reply.Stream stream) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, stream.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                // A proxy that buffers responses would delay each part.
                .putHeader("X-Accel-Buffering", "no");
    }

    void endAll() {
        List.copyOf(open).forEach(Open::end);
    }

    private record Open(HttpServerResponse response, HttpConnection connection) implements StreamSink {

        @Override
        public boolean send(Buffer part) {
            if (isOver()) {
                return false;
            }
            response.write(part);
            return !response.writeQueueFull();
        }

        @Override
        public void end() {
            if (!isOver()) {
                response.end();
            }
        }

        @Override
        public void cutOff() {
            Connections.closeAtOnce(connection);
        }

        private boolean isOver() {
            return response.ended() || response.closed();
        }
    }
}
