package cruddur.live;

import cruddur.database.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/// Finds what clients missed while they were not connected. If many come at once, they take turns, so that the reads of
/// other requests do not wait for all of them.
///
/// Lives on one event loop.
final class Resumption {

    /// More cruds than one can read.
    private static final int MOST_MISSED = 200;

    /// Those, and as many as an id names.
    private static final int MOST_RECENT = 700;

    private static final int AT_ONCE = 8;

    /// By which another server can have been quicker. A client that is further ahead has its id from before the clock
    /// of the database was set back.
    private static final Duration MOST_AHEAD = Sent.LONGEST_WRITE.multipliedBy(2);

    private final Database database;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    Resumption(Database database) {
        this.database = database;
    }

    /// The events that take a client from what it has to what the subscribers of this server have. Empty if another
    /// server was quicker, so that the client is ahead of this one: then it has to be asked again in a moment.
    Future<Optional<Buffer>> events(EventId client, Sent here) {
        Promise<Optional<Buffer>> events = Promise.promise();
        waiting.add(() -> read(client, here).onComplete(read -> {
            underWay--;
            next();
            events.handle(read);
        }));
        next();
        return events.future();
    }

    private void next() {
        if (underWay < AT_ONCE && !waiting.isEmpty()) {
            underWay++;
            waiting.remove().run();
        }
    }

    private Future<Optional<Buffer>> read(EventId client, Sent here) {
        if (client.floor().isAfter(here.floor().plus(MOST_AHEAD))) {
            return Future.succeededFuture(Optional.of(Events.reload(here)));
        }
        OffsetDateTime since = client.floor().isBefore(here.floor()) ? client.floor() : here.floor();
        return Recent.read(database, Optional.of(since), MOST_RECENT + 1)
                .compose(recent -> isAhead(client, here, recent)
                        ? Future.succeededFuture(Optional.empty())
                        : missed(client, here, recent).map(Optional::of));
    }

    private static boolean isAhead(EventId client, Sent here, Recent recent) {
        return !recent.only((uuid, postedAt) -> client.includes(uuid, postedAt) && !here.includes(uuid, postedAt))
                .isEmpty();
    }

    private Future<Buffer> missed(EventId client, Sent here, Recent recent) {
        Map<UUID, OffsetDateTime> missed =
                recent.only((uuid, postedAt) -> !client.includes(uuid, postedAt) && here.includes(uuid, postedAt));
        if (missed.isEmpty()) {
            return Future.succeededFuture(Events.position(here));
        }
        if (missed.size() > MOST_MISSED || recent.cruds().size() > MOST_RECENT) {
            return Future.succeededFuture(Events.reload(here));
        }
        Sent had = new Sent(client.floor(), recent.only(client::includes));
        return Recent.events(database, missed, had, here.floor())
                .map(events -> events.appendBuffer(Events.position(here)));
    }
}
