package cruddur.expiry;

import cruddur.sql.Database;
import cruddur.sql.Query;
import cruddur.sql.Refusal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;

/// Removes what has expired, which nobody sees any more, from the tables. Every event loop of every
/// server tries; a lock in the database lets one at a time.
public final class Purge {

    private static final System.Logger LOG = System.getLogger(Purge.class.getName());

    private static final Query EXPIRED = Query.load("activities/purge");
    private static final Query KEYS = Query.load("idempotency_keys/purge");
    private static final Query LAG = Query.load("activities/purge_lag");

    /// So many cruds take some tens of milliseconds, with what hangs on them.
    private static final int BATCH = 200;

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /// Between batches while there is more: half of the time is everybody else's.
    private static final Duration BREATH = Duration.ofMillis(50);

    private static final Duration WORRYING = Duration.ofMinutes(2);
    private static final Duration BETWEEN_WORRIES = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Database database;
    private long lastWorry = System.nanoTime();

    private Purge(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /// Begins, and goes on until the event loop ends.
    public static void start(Vertx vertx, Database database) {
        new Purge(vertx, database).after(PAUSE);
    }

    private void after(Duration pause) {
        vertx.setTimer(
                pause.toMillis(),
                _ ->
                        batch().onComplete(
                                        (removed, failure) -> {
                                            if (failure != null) {
                                                report(failure);
                                            }
                                            boolean more = removed != null && removed == BATCH;
                                            after(more ? BREATH : PAUSE);
                                        }));
    }

    private Future<Integer> batch() {
        return database.upkeep(EXPIRED.with("batch", BATCH))
                .map(rows -> rows.iterator().next().getInteger("removed"))
                .compose(removed -> forgetKeys().compose(_ -> worry()).map(removed));
    }

    private Future<Void> forgetKeys() {
        return database.upkeep(KEYS.with("batch", BATCH)).mapEmpty();
    }

    /// Says how far behind it is, once a minute at most, if that is far.
    private Future<Void> worry() {
        if (System.nanoTime() - lastWorry < BETWEEN_WORRIES.toNanos()) {
            return Future.succeededFuture();
        }
        lastWorry = System.nanoTime();
        return database.upkeep(LAG.bare())
                .map(rows -> rows.iterator().next().getDouble("seconds"))
                .onSuccess(
                        seconds -> {
                            if (seconds > WORRYING.toSeconds()) {
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        "Expired cruds wait to be removed for "
                                                + Math.round(seconds)
                                                + " s");
                            }
                        })
                .mapEmpty();
    }

    /// An outage is reported by those who suffer from it.
    private static void report(Throwable failure) {
        if (Refusal.of(failure).isEmpty()) {
            LOG.log(System.Logger.Level.ERROR, "Cannot remove expired cruds", failure);
        }
    }
}
