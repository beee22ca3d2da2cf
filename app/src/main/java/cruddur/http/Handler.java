package cruddur.http;

import io.vertx.core.Future;

/// Answers the requests of one route.
@FunctionalInterface
public interface Handler {

    /// Runs on an event loop, so it must not block. What it throws is answered like a future that
    /// fails.
    Future<Reply> handle(Request request);
}
