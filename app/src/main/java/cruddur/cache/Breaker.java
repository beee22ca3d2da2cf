package cruddur.cache;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Limits how long the server waits for a shared cache, and pauses after it failed. One call then tries whether it is
/// back. It logs when the pause begins, and when it ends for good.
///
/// Thread-safe.
final class Breaker {

    private static final System.Logger LOG = System.getLogger(Breaker.class.getName());

    private static final Duration LONGEST_CALL = Duration.ofMillis(50);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final long CLOSED = 0;

    private final Vertx vertx;
    private final String name;
    private final LongAdder failures = new LongAdder();

    /// When the next call may be tried, as nanoseconds since the start; 0 while calls succeed.
    private final AtomicLong nextTry = new AtomicLong(CLOSED);

    private final long start = System.nanoTime();

    /// @param name of the cache, without secrets
    Breaker(Vertx vertx, String name) {
        this.vertx = vertx;
        this.name = name;
    }

    /// The result, on the event loop of the caller. Fails if the call fails, takes too long, or would be made during a
    /// pause.
    <T> Future<T> call(Supplier<Future<T>> call) {
        if (isPausing()) {
            return Future.failedFuture("Not asked, because it failed a moment ago");
        }
        Promise<T> promise = Promise.promise();
        long limit = vertx.setTimer(
                LONGEST_CALL.toMillis(), _ -> promise.tryFail("No answer within " + LONGEST_CALL.toMillis() + " ms"));
        Future.succeededFuture().compose(_ -> call.get()).onComplete(promise::tryComplete, promise::tryFail);
        Context context = Objects.requireNonNull(Vertx.currentContext());
        return Future.fromCompletionStage(promise.future().toCompletionStage(), context)
                .onSuccess(_ -> succeeded())
                .onFailure(this::failed)
                .onComplete(_ -> vertx.cancelTimer(limit));
    }

    /// Only one caller finds the pause over; the next pause begins with its call.
    private boolean isPausing() {
        long next = nextTry.get();
        long now = System.nanoTime() - start;
        return next != CLOSED && (now < next || !nextTry.compareAndSet(next, now + PAUSE.toNanos()));
    }

    private void succeeded() {
        if (nextTry.get() != CLOSED && nextTry.getAndSet(CLOSED) != CLOSED) {
            LOG.log(System.Logger.Level.INFO, "The shared cache at " + name + " answers again.");
        }
    }

    private void failed(Throwable failure) {
        failures.increment();
        if (nextTry.getAndSet(System.nanoTime() - start + PAUSE.toNanos()) == CLOSED) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Cannot use the shared cache at " + name + ": " + failure.getMessage()
                            + ". Answers come from the database; the server tries again every " + PAUSE.toSeconds()
                            + " s.");
        }
    }

    long failures() {
        return failures.sum();
    }
}
