package cruddur.localcognito;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/// Does what an event loop must not wait for on another thread, and comes back to the loop.
final class Elsewhere {

    private static final Executor VIRTUAL_THREADS =
            task -> Thread.ofVirtual().name("user-pool").start(task);

    private Elsewhere() {}

    /// For what waits, or takes a millisecond.
    static <T> Future<T> call(Callable<T> work) {
        return call(VIRTUAL_THREADS, work);
    }

    /// What the executor throws because it takes no more, this throws, too.
    static <T> Future<T> call(Executor executor, Callable<T> work) {
        Context here = Objects.requireNonNull(Vertx.currentContext());
        Promise<T> promise = Promise.promise();
        executor.execute(
                () -> {
                    Future<T> done = outcome(work);
                    here.runOnContext(_ -> done.onComplete(promise));
                });
        return promise.future();
    }

    private static <T> Future<T> outcome(Callable<T> work) {
        try {
            return Future.succeededFuture(work.call());
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }
}
