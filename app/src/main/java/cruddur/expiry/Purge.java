package cruddur.expiry;

import cruddur.http.Reply;
import cruddur.sql.Database;
import cruddur.sql.Query;
import cruddur.sql.Refusal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.time.Duration;

/// Removes what has expired, which nobody sees any more, from the tables. Every event loop of every
/// server tries; a lock in the database lets one at a time.
public final class Purge {

    private static final System.Logger LOG = System.getLogger(Purge.class.getName());

    private static final Query EXPIRED = Query.load("activities/purge");
    private static final Query KEYS = Query.load("idempotency_keys/purge");
    private static final Query SESSIONS = Query.load("sessions/purge");

    /// So many rows take some tens of milliseconds.
    private static final int BATCH = 500;

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /// Between batches while there is more: half of the time is everybody else's.
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Vertx vertx;
    private final Database database;
    private boolean isOver;

    private Purge(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /// Begins on the current event loop.
    public static Purge start(Vertx vertx, Database database) {
        Purge purge = new Purge(vertx, database);
        purge.after(PAUSE);
        return purge;
    }

    /// Does no more; a batch that is under way may fail.
    public void stop() {
        isOver = true;
    }

    private void after(Duration pause) {
        if (isOver) {
            return;
        }
        vertx.setTimer(
                pause.toMillis(),
                _ ->
                        batch().onComplete(
                                        (removed, failure) -> {
                                            if (failure != null) {
                                                report(failure);
                                            }
                                            boolean more = removed != null && removed > 0;
                                            after(more ? BREATH : PAUSE);
                                        }));
    }

    /// None waits for another to succeed.
    private Future<Long> batch() {
        Future<Long> removed =
                removed(EXPIRED).map(rows -> rows.iterator().next().getLong("removed"));
        return Future.join(removed, removed(KEYS), removed(SESSIONS)).compose(_ -> removed);
    }

    private Future<RowSet<Row>> removed(Query old) {
        return database.upkeep(old.with("batch", BATCH));
    }

    /// An outage is reported by those who suffer from it.
    private void report(Throwable failure) {
        boolean isOutage =
                Refusal.of(failure).orElse(null) instanceof Reply.Problem(int status, _, _)
                        && status == 503;
        if (!isOver && !isOutage) {
            LOG.log(System.Logger.Level.ERROR, "Cannot remove what has expired", failure);
        }
    }
}
