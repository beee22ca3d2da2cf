package cruddur.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/// Where the parts of a [Reply.Parts] come from.
@FunctionalInterface
public interface PartSource {

    /// The next part; empty after the last one. Called on the event loop of the connection, after the client has taken
    /// the part before.
    Future<Optional<Buffer>> next();
}
