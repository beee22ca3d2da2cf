package cruddur.live;

import cruddur.database.Database;
import cruddur.database.Refusal;
import cruddur.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Asks PostgreSQL what is new, and publishes it to the subscribers of all event loops. There is one in a server. While
/// the database is away it asks less often, and then catches up.
///
/// Lives on one event loop.
final class Reader {

    private static final System.Logger LOG = System.getLogger(Reader.class.getName());

    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final int MOST_DOUBLINGS = 3;

    /// More cruds than one can read. Those who missed more have to read the feed.
    private static final int MOST_NEW = 200;

    /// Many times what PostgreSQL can insert in ten seconds on two cores.
    private static final int MOST_RECENT = 50_000;

    private final Vertx vertx;
    private final Database database;
    private final Broadcast broadcast;
    private Optional<Sent> sent = Optional.empty();
    private Optional<Newest> newest = Optional.empty();
    private long polls;
    private int failures;
    private boolean isOver;

    Reader(Vertx vertx, Database database, Broadcast broadcast) {
        this.vertx = vertx;
        this.database = database;
        this.broadcast = broadcast;
    }

    void stop() {
        isOver = true;
    }

    void poll() {
        readCruds().compose(_ -> readChanges()).onComplete((_, failure) -> {
            failures = failure == null ? 0 : failures + 1;
            if (failure != null) {
                report(failure);
            }
            if (!isOver) {
                vertx.setTimer(PAUSE.toMillis() << Math.min(failures, MOST_DOUBLINGS), _ -> poll());
            }
        });
    }

    private Future<Void> readCruds() {
        return Recent.read(database, sent.map(Sent::floor), MOST_RECENT)
                .compose(recent -> sent.isEmpty()
                        ? begin(recent, _ -> Buffer.buffer())
                        : sent.get().isOfLaterClock(recent.floor()) ? beginAgain() : publish(recent, sent.get()));
    }

    /// What is there by now is not news.
    private Future<Void> begin(Recent recent, Function<Sent, Buffer> events) {
        Sent after = new Sent(recent.floor(), recent.cruds());
        return publish(events.apply(after), after);
    }

    /// After the clock of the database was set back, new cruds have times before those that were sent, so which are new
    /// cannot be told.
    private Future<Void> beginAgain() {
        return Recent.read(database, Optional.empty(), MOST_RECENT).compose(recent -> begin(recent, Events::reload));
    }

    private Future<Void> publish(Recent recent, Sent before) {
        Map<UUID, OffsetDateTime> fresh = recent.only((uuid, postedAt) -> !before.includes(uuid, postedAt));
        Sent after = before.with(fresh).from(recent.floor());
        if (fresh.isEmpty()) {
            return publish(Buffer.buffer(), after);
        }
        return fresh.size() > MOST_NEW
                ? publish(Events.reload(after), after)
                : Recent.events(database, fresh, before, recent.floor()).compose(events -> publish(events, after));
    }

    private Future<Void> publish(Buffer events, Sent after) {
        sent = Optional.of(after);
        broadcast.publish(events, after);
        return Future.succeededFuture();
    }

    /// Every other time: half a second is soon enough for what is not new. Without subscribers, it
    /// is compared with what the last ones had.
    private Future<Void> readChanges() {
        boolean isDue = polls++ % 2 == 0 && (newest.isEmpty() || broadcast.subscribers() > 0);
        if (!isDue) {
            return Future.succeededFuture();
        }
        return Newest.read(database).compose(now -> {
            String changes = newest.map(now::changesSince).orElse("");
            newest = Optional.of(now);
            return publish(Buffer.buffer(changes), sent.orElseThrow());
        });
    }

    /// An outage is reported by those who suffer from it.
    private void report(Throwable failure) {
        if (!isOver && !isOutage(failure)) {
            LOG.log(System.Logger.Level.ERROR, "Cannot read what is new", failure);
        }
    }

    private static boolean isOutage(Throwable failure) {
        return Refusal.of(failure).orElse(null) instanceof Reply.Problem problem && problem.status() == 503;
    }
}
