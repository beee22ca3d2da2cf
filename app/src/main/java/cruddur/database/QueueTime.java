package cruddur.database;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/// How long statements wait for a connection of a pool, which starts them in the order in which they come. The queue
/// time is the wait of the oldest statement that has not started; zero if none waits. A pool is overloaded for a
/// caller if the queue time has stayed above the caller's target for half a second, as in CoDel: a burst that is
/// worked off passes.
///
/// Lives on one event loop.
final class QueueTime {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    /// A statement that was sent to the pool.
    private static final class Sent {
        private final long at = System.nanoTime();
        private boolean hasStarted;
    }

    private final int capacity;
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private final Map<Caller, Long> aboveSince = new EnumMap<>(Caller.class);
    private int running;

    /// @param capacity the number of statements that the pool runs at once
    QueueTime(int capacity) {
        this.capacity = capacity;
    }

    boolean isOverloadedFor(Caller caller) {
        observe();
        Long since = aboveSince.get(caller);
        return since != null && System.nanoTime() - since >= PATIENCE.toNanos();
    }

    /// Sends a statement to the pool.
    <T> Future<T> during(Supplier<Future<T>> send) {
        Sent statement = new Sent();
        if (running < capacity) {
            running++;
            statement.hasStarted = true;
        } else {
            waiting.add(statement);
        }
        return send.get().onComplete(_ -> ended(statement));
    }

    /// A statement that ends while it waits has found no connection in time.
    private void ended(Sent statement) {
        if (!statement.hasStarted) {
            waiting.remove(statement);
        } else if (waiting.isEmpty()) {
            running--;
        } else {
            waiting.remove().hasStarted = true;
        }
        observe();
    }

    private void observe() {
        long now = System.nanoTime();
        Duration time = waiting.isEmpty() ? Duration.ZERO : Duration.ofNanos(now - waiting.element().at);
        for (Caller caller : Caller.values()) {
            if (time.compareTo(caller.target()) < 0) {
                aboveSince.remove(caller);
            } else {
                aboveSince.putIfAbsent(caller, now);
            }
        }
    }
}
