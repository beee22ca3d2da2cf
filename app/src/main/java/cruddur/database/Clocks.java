package cruddur.database;

import cruddur.sql.Query;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// What time it is, although clocks are set while the server runs: the clock of this machine, and that of the database,
/// which is another one after a failover. The server reads both once a second, and counts on by the monotonic clock.
///
/// Thread-safe; the event loops of a server share one.
public final class Clocks implements MeterBinder {

    private static final System.Logger LOG = System.getLogger(Clocks.class.getName());

    private static final Query NOW = Query.load("clock/now");

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /// An answer that took longer says too little about the time.
    private static final Duration LONGEST_READING = Duration.ofMillis(500);

    /// Tokens of the user pool are refused from this difference on.
    private static final Duration ALARMING = Duration.ofSeconds(30);

    /// @param at by the monotonic clock, in nanoseconds
    private record Reading(Instant database, Instant agreed, long at) {

        Duration since(long nanoseconds) {
            return Duration.ofNanos(nanoseconds - at);
        }
    }

    private final InstantSource machine;
    private final LongSupplier monotonic;
    private final AtomicLong asked;
    private volatile Reading last;
    private volatile boolean isKnown;
    private volatile Duration ahead = Duration.ZERO;

    public Clocks() {
        this(InstantSource.system(), System::nanoTime);
    }

    Clocks(InstantSource machine, LongSupplier monotonic) {
        this.machine = machine;
        this.monotonic = monotonic;
        long now = monotonic.getAsLong();
        this.asked = new AtomicLong(now - INTERVAL.toNanos());
        this.last = new Reading(machine.instant(), machine.instant(), now);
    }

    /// The time by which the database decides what has expired. Until the database has answered, that of this machine.
    public InstantSource database() {
        return () -> last.database.plus(last.since(monotonic.getAsLong()));
    }

    /// The time by which tokens are made and checked. At first it is that of the database. Then it runs on by the
    /// monotonic clock. It is corrected only if the clocks of the machine and of the database agree that it is
    /// wrong, so it does not change if one of the two is set.
    public InstantSource agreed() {
        return () -> last.agreed.plus(last.since(monotonic.getAsLong()));
    }

    /// Reads the clock of the database, and from now on once a second.
    ///
    /// @return completes when the clock is read or the database does not answer
    public Future<Void> follow(Vertx vertx, Database database) {
        vertx.setPeriodic(INTERVAL.toMillis(), _ -> readIfDue(database));
        return readIfDue(database);
    }

    /// One of the event loops reads for all.
    private Future<Void> readIfDue(Database database) {
        long now = monotonic.getAsLong();
        long before = asked.get();
        boolean isDue = now - before >= INTERVAL.toNanos() * 9 / 10;
        return isDue && asked.compareAndSet(before, now) ? read(database) : Future.succeededFuture();
    }

    private Future<Void> read(Database database) {
        long sentAt = monotonic.getAsLong();
        Future<RowSet<Row>> answer = database.upkeep().rows(NOW.bare());
        return answer.onSuccess(rows -> learn(time(rows), sentAt))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private static Instant time(RowSet<Row> rows) {
        return rows.iterator().next().getOffsetDateTime("now").toInstant();
    }

    /// @param sentAt by the monotonic clock, before the database read its clock
    synchronized void learn(Instant database, long sentAt) {
        long now = monotonic.getAsLong();
        if (now - sentAt < LONGEST_READING.toNanos()) {
            Instant here = machine.instant();
            report(Duration.between(database, here));
            last = new Reading(database, isKnown ? median(here, database, agreed().instant()) : database, now);
            isKnown = true;
        }
    }

    private static Instant median(Instant... three) {
        return Stream.of(three).sorted().skip(1).findFirst().orElseThrow();
    }

    private void report(Duration difference) {
        boolean was = ahead.abs().compareTo(ALARMING) >= 0;
        boolean is = difference.abs().compareTo(ALARMING) >= 0;
        ahead = difference;
        if (is && !was) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The clock of this machine is %d s %s the clock of the database, by which cruds expire. Have NTP set both."
                            .formatted(difference.abs().toSeconds(), difference.isNegative() ? "behind" : "ahead of"));
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("cruddur.clock.ahead", this, clocks -> clocks.ahead.toMillis() / 1e3)
                .description("By which the clock of this machine is ahead of the clock of the database")
                .baseUnit("seconds")
                .register(registry);
    }
}
