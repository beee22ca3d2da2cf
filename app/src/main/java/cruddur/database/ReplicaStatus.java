package cruddur.database;

import cruddur.breaker.Breaker;
import cruddur.sql.Login;
import cruddur.sql.Query;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// What the event loops of a server know of its read replica: the heartbeats of the last second. This server writes a
/// number into the primary four times a second while strangers read. A replica that shows the number shows everything
/// that was committed before the number was sent.
///
/// Thread-safe.
public final class ReplicaStatus implements MeterBinder {

    private static final Query BEAT = Query.load("heartbeats/beat");

    private static final Duration INTERVAL = Duration.ofMillis(250);

    /// The age from which the state of a replica is too old.
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /// A heartbeat that the primary has.
    ///
    /// @param sentAt by `System.nanoTime`, before it was sent
    /// @param primaryNow by the primary's clock, after it was sent
    record Beat(long number, long sentAt, OffsetDateTime primaryNow) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - sentAt);
        }

        private boolean isRecent() {
            return age().compareTo(LONGEST) < 0;
        }
    }

    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Login login;
    private final Breaker reads;
    private final Breaker searches;
    private final UUID server = UUID.randomUUID();
    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicLong lastSent = new AtomicLong(System.nanoTime() - INTERVAL.toNanos());
    private final LongAdder answers = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();
    private volatile List<Beat> recent = List.of();

    /// @param login of the replica
    public ReplicaStatus(Vertx vertx, Login login) {
        this.login = login;
        this.reads = breaker(vertx, "reads");
        this.searches = breaker(vertx, "searches");
    }

    private Breaker breaker(Vertx vertx, String lane) {
        String name = "replica at %s:%d for %s"
                .formatted(login.address().host(), login.address().port(), lane);
        return new Breaker(vertx, name, "Strangers read from the primary", LONGEST_WAIT, PAUSE);
    }

    Breaker reads() {
        return reads;
    }

    Breaker searches() {
        return searches;
    }

    Login login() {
        return login;
    }

    UUID server() {
        return server;
    }

    /// Sends the next heartbeat if it is due.
    void beat(Lane writes) {
        long now = System.nanoTime();
        long last = lastSent.get();
        if (now - last >= INTERVAL.toNanos() && lastSent.compareAndSet(last, now)) {
            long number = lastNumber.incrementAndGet();
            writes.rows(BEAT.with("server", server).with("beat", number))
                    .onSuccess(rows -> add(new Beat(number, now, primaryNow(rows))));
        }
    }

    private static OffsetDateTime primaryNow(RowSet<Row> rows) {
        return rows.iterator().next().getOffsetDateTime("primary_now");
    }

    private synchronized void add(Beat beat) {
        recent = Stream.concat(recent.stream().filter(Beat::isRecent), Stream.of(beat))
                .toList();
    }

    /// Whether the primary has a recent heartbeat, so that a replica may show it.
    boolean isBeating() {
        return recent.stream().anyMatch(Beat::isRecent);
    }

    /// The heartbeat, if it is recent.
    Optional<Beat> find(long number) {
        return recent.stream()
                .filter(beat -> beat.number == number)
                .filter(Beat::isRecent)
                .findFirst();
    }

    void countAnswer() {
        answers.increment();
    }

    void countFallback() {
        fallbacks.increment();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("cruddur.replica.answers", answers, LongAdder::sum)
                .description("Reads of strangers that the replica answered")
                .register(registry);
        FunctionCounter.builder("cruddur.replica.fallbacks", fallbacks, LongAdder::sum)
                .description("Reads of strangers that the primary answered, because the replica lags or is away")
                .register(registry);
    }
}
