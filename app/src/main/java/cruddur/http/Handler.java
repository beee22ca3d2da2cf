package cruddur.http;

import cruddur.threads.OffLoop;
import io.vertx.core.Future;

/// Answers the requests of one route.
@FunctionalInterface
public interface Handler {

    /// Runs on an event loop, so it must not block. A thrown exception counts like a failed future.
    Future<Reply> handle(Request request);

    /// A handler for rare requests: plain calls on a virtual thread, which may block.
    static Handler offLoop(Blocking handler) {
        return request -> OffLoop.call(() -> handler.handle(request));
    }

    /// A handler that may block.
    @FunctionalInterface
    interface Blocking {
        Reply handle(Request request) throws Exception;
    }
}
