package cruddur.live;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Carries events from the reader of a server to its event loops.
///
/// Thread-safe; the event loops of a server share one.
public final class Broadcast implements MeterBinder {

    private final List<Subscribers> loops = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isRead = new AtomicBoolean();
    private final LongAdder subscribers = new LongAdder();
    private final LongAdder cutOff = new LongAdder();
    private final AtomicLong lastRead = new AtomicLong(System.nanoTime());

    void add(Subscribers loop) {
        loops.add(loop);
    }

    /// Whether the caller has to start the reader; only the first one has.
    boolean claimReader() {
        return isRead.compareAndSet(false, true);
    }

    /// Passes events on, in the order of the calls.
    ///
    /// @param events may be empty
    /// @param after what all subscribers have with them
    void publish(Buffer events, Sent after) {
        lastRead.set(System.nanoTime());
        loops.forEach(loop -> loop.receive(events, after));
    }

    void opened() {
        subscribers.increment();
    }

    void closed() {
        subscribers.decrement();
    }

    long subscribers() {
        return subscribers.sum();
    }

    void countCutOff() {
        cutOff.increment();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("cruddur.live.subscribers", subscribers, LongAdder::sum)
                .description("Open live streams")
                .register(registry);
        FunctionCounter.builder("cruddur.live.cut.off", cutOff, LongAdder::sum)
                .description("Live streams that were cut off because their client did not keep up")
                .register(registry);
        Gauge.builder("cruddur.live.lag", this, Broadcast::lagSeconds)
                .description("Time since the database was last read for live streams; 0 without any")
                .baseUnit("seconds")
                .register(registry);
    }

    private double lagSeconds() {
        return isRead.get() ? (System.nanoTime() - lastRead.get()) / 1e9 : 0;
    }
}
