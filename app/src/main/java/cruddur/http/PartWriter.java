package cruddur.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// Sends a document in parts, of which one is in memory at a time: the next is fetched after the client has taken the
/// one before. If a part cannot be fetched or sent, the connection is closed, so that the client does not take what it
/// has for the whole.
final class PartWriter {

    private static final System.Logger LOG = System.getLogger(PartWriter.class.getName());

    /// How long a client may take for one part.
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Vertx vertx = Objects.requireNonNull(Vertx.currentContext()).owner();
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final PartSource source;

    PartWriter(HttpServerRequest request, PartSource source) {
        this.request = request;
        this.response = request.response();
        this.source = source;
    }

    void next() {
        Future.succeededFuture().compose(_ -> source.next()).onComplete(this::write, this::giveUp);
    }

    private void write(Optional<Buffer> part) {
        if (response.closed()) {
            return;
        }
        part.ifPresentOrElse(this::send, response::end);
    }

    private void send(Buffer part) {
        long deadline =
                vertx.setTimer(LONGEST.toMillis(), _ -> request.connection().close());
        response.write(part).onComplete((_, failure) -> {
            vertx.cancelTimer(deadline);
            if (failure == null) {
                next();
            }
        });
    }

    private void giveUp(Throwable failure) {
        OutOfMemory.exitIf(failure);
        LOG.log(System.Logger.Level.WARNING, "Cannot send the rest of " + request.path(), failure);
        request.connection().close();
    }
}
