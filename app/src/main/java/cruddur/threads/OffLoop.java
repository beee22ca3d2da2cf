package cruddur.threads;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// Runs blocking work on a virtual thread, and returns its result to the event loop.
public final class OffLoop {

    private static final ScopedValue<Context> LOOP = ScopedValue.newInstance();

    private OffLoop() {}

    /// Runs work on a new virtual thread. Call it on an event loop, on which the future completes. It
    /// fails with an `Error` as well as with an exception, because a request waits for it.
    public static <T> Future<T> call(Callable<T> work) {
        Context loop = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
        Promise<T> promise = Promise.promise();
        Thread.ofVirtual().name("off-loop").start(() -> {
            Future<T> outcome = outcome(loop, work);
            loop.runOnContext(_ -> outcome.onComplete(promise));
        });
        return promise.future();
    }

    private static <T> Future<T> outcome(Context loop, Callable<T> work) {
        try {
            return Future.succeededFuture(ScopedValue.where(LOOP, loop).call(work::call));
        } catch (Throwable e) {
            return Future.failedFuture(e);
        }
    }

    /// Starts an operation on the event loop, and waits for its end. Call it within the work of [#call].
    /// Objects of the event loop, such as a database, are only used there.
    ///
    /// @return the result of the operation; throws its failure
    public static <T> T await(Supplier<Future<T>> operation) {
        Promise<T> promise = Promise.promise();
        LOOP.get()
                .runOnContext(_ ->
                        Future.succeededFuture().compose(_ -> operation.get()).onComplete(promise));
        return promise.future().await();
    }
}
