package cruddur.growth;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which batches of this server are written. One write at a time, at most one a second, and a batch that failed is
/// written again, with the same number, before the next one. One ledger for all event loops.
public final class Ledger {

    private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final UUID writer = UUID.randomUUID();
    private final Tally tally;

    // Guarded by `this`.
    private long sequence;
    private @Nullable Batch unwritten;
    private boolean isWriting;
    private boolean isFailing;
    private long lastWrite = System.nanoTime() - SECOND;

    public Ledger(Tally tally) {
        this.tally = tally;
    }

    Tally tally() {
        return tally;
    }

    /// Whether an event loop should write now.
    synchronized boolean isDue() {
        return !isWriting && System.nanoTime() - lastWrite >= SECOND;
    }

    /// Whether nothing is left to write.
    synchronized boolean isEmpty() {
        return !isWriting && unwritten == null && tally.isEmpty();
    }

    /// Writes the batch that failed last, or else what was counted since. Does nothing while another event loop writes.
    Future<Void> write(MetricStore store) {
        Batch batch = begin();
        if (batch == null) {
            return Future.succeededFuture();
        }
        return store.add(batch).andThen((_, failure) -> end(failure));
    }

    private synchronized @Nullable Batch begin() {
        if (isWriting) {
            return null;
        }
        lastWrite = System.nanoTime();
        Batch next = unwritten == null ? next() : unwritten;
        unwritten = next;
        isWriting = next != null;
        return next;
    }

    private @Nullable Batch next() {
        Map<Counter, Long> amounts = tally.takeAmounts();
        return amounts.isEmpty() ? null : new Batch(writer, ++sequence, amounts);
    }

    private synchronized void end(@Nullable Throwable failure) {
        isWriting = false;
        if (failure == null) {
            unwritten = null;
        }
        report(failure);
    }

    /// Once for each outage.
    private void report(@Nullable Throwable failure) {
        if (failure != null && !isFailing) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Cannot write growth metrics. They are kept, and written as soon as it works again: "
                            + failure.getMessage());
        } else if (failure == null && isFailing) {
            LOG.log(System.Logger.Level.INFO, "Growth metrics are written again.");
        }
        isFailing = failure != null;
    }

    /// The events that were not written, for the log of a server that stops.
    synchronized Map<Counter, Long> left() {
        Map<Counter, Long> left = new HashMap<>(tally.takeAmounts());
        if (unwritten != null) {
            unwritten.amounts().forEach((counter, amount) -> left.merge(counter, amount, Long::sum));
        }
        return left;
    }
}
