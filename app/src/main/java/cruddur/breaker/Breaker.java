package cruddur.breaker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Limits how long the server waits for another one that it can do without, and pauses after a failure. One call then
/// tries whether it is back. Logs when the pause begins, and when it ends for good.
///
/// Thread-safe.
public final class Breaker {

    private static final System.Logger LOG = System.getLogger(Breaker.class.getName());

    private static final long CLOSED = 0;

    private final Vertx vertx;
    private final String name;
    private final String otherwise;
    private final Duration longestCall;
    private final Duration pause;
    private final LongAdder failures = new LongAdder();

    /// When the next call may be tried, as nanoseconds since the start; 0 while calls succeed.
    private final AtomicLong nextTry = new AtomicLong(CLOSED);

    private final long start = System.nanoTime();

    /// @param name of what is called, without secrets, for the log
    /// @param otherwise what happens meanwhile, as a clause for the log
    public Breaker(Vertx vertx, String name, String otherwise, Duration longestCall, Duration pause) {
        this.vertx = vertx;
        this.name = name;
        this.otherwise = otherwise;
        this.longestCall = longestCall;
        this.pause = pause;
    }

    /// The result, on the event loop of the caller. Fails if the call fails, takes too long, or would be made
    /// during a pause.
    public <T> Future<T> call(Supplier<Future<T>> call) {
        return call(call, _ -> {});
    }

    /// The same for a result that has to be returned if it comes too late.
    ///
    /// @param late takes it then
    public <T> Future<T> call(Supplier<Future<T>> call, Consumer<T> late) {
        if (isPausing()) {
            return Future.failedFuture("Not asked, because it failed a moment ago");
        }
        Promise<T> promise = Promise.promise();
        long limit = vertx.setTimer(
                longestCall.toMillis(), _ -> promise.tryFail("No answer within " + longestCall.toMillis() + " ms"));
        Future.succeededFuture()
                .compose(_ -> call.get())
                .onSuccess(result -> {
                    if (!promise.tryComplete(result)) {
                        late.accept(result);
                    }
                })
                .onFailure(promise::tryFail);
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
        return next != CLOSED && (now < next || !nextTry.compareAndSet(next, now + pause.toNanos()));
    }

    private void succeeded() {
        if (nextTry.get() != CLOSED && nextTry.getAndSet(CLOSED) != CLOSED) {
            LOG.log(System.Logger.Level.INFO, "The " + name + " is used again.");
        }
    }

    private void failed(Throwable failure) {
        failures.increment();
        if (nextTry.getAndSet(System.nanoTime() - start + pause.toNanos()) == CLOSED) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Cannot use the %s: %s. %s; the server tries again every %d s."
                            .formatted(name, failure.getMessage(), otherwise, pause.toSeconds()));
        }
    }

    public long failures() {
        return failures.sum();
    }
}
