package cruddur.expiry;

import cruddur.database.Database;
import cruddur.database.Refusal;
import cruddur.http.Reply;
import cruddur.people.PersonRemoval;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Removes expired rows, which no query returns any more, and the rows of deleted accounts, from the
/// tables. Every event loop of every server tries; a lock in the database allows one at a time to
/// remove expired rows.
public final class Purge {

    private static final System.Logger LOG = System.getLogger(Purge.class.getName());

    private static final Query EXPIRED = Query.load("activities/purge");
    private static final Query MESSAGES = Query.load("messages/purge");
    private static final List<Query> OTHERS = Stream.of(
                    "message_groups/purge",
                    "reports/purge",
                    "idempotency_keys/purge",
                    "sessions/purge",
                    "pending_sign_ins/purge",
                    "deleted_accounts/purge",
                    "active_people/purge",
                    "metric_writers/purge",
                    "heartbeats/purge")
            .map(Query::load)
            .toList();

    private static final Query UNFINISHED = Query.load("deleted_accounts/unfinished");

    /// A batch of this size takes some tens of milliseconds.
    private static final int BATCH = 500;

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /// The pause between batches, so that other statements get half of the time.
    private static final Duration BREATH = Duration.ofMillis(50);

    private final Vertx vertx;
    private final Database database;
    private final PersonRemoval removal;
    private boolean isOver;

    private Purge(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
        this.removal = new PersonRemoval(database.upkeep());
    }

    /// Starts the purge on the current event loop.
    public static Purge start(Vertx vertx, Database database) {
        Purge purge = new Purge(vertx, database);
        purge.after(PAUSE);
        return purge;
    }

    /// Stops the purge; the current batch may fail.
    public void stop() {
        isOver = true;
    }

    private void after(Duration pause) {
        if (isOver) {
            return;
        }
        vertx.setTimer(
                pause.toMillis(),
                _ -> batch().onComplete((isMore, failure) -> {
                    if (failure != null) {
                        report(failure);
                    }
                    boolean more = isMore != null && isMore;
                    after(more ? BREATH : PAUSE);
                }));
    }

    /// Removes a batch of each kind; a failure of one kind does not stop the others.
    ///
    /// @return whether there may be more to remove
    private Future<Boolean> batch() {
        Future<Boolean> expired = areRemoved(EXPIRED);
        Future<Boolean> messages = areRemoved(MESSAGES);
        Future<Boolean> ofDeletedAccounts = removedOfDeletedAccounts();
        List<Future<?>> all = new ArrayList<>(List.of(expired, messages, ofDeletedAccounts));
        OTHERS.forEach(query -> all.add(removed(query)));
        return Future.join(all).map(_ -> expired.result() || messages.result() || ofDeletedAccounts.result());
    }

    /// Removes rows that requests to delete accounts have left.
    private Future<Boolean> removedOfDeletedAccounts() {
        return database.upkeep()
                .rows(UNFINISHED.bare())
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : removal.batch(rows.iterator().next().getUUID("user_uuid"))
                                .map(true));
    }

    private Future<Boolean> areRemoved(Query old) {
        return removed(old).map(rows -> rows.iterator().next().getLong("removed") > 0);
    }

    private Future<RowSet<Row>> removed(Query old) {
        return database.upkeep().rows(old.with("batch", BATCH));
    }

    /// An outage is not logged here, because the requests that fail log it.
    private void report(Throwable failure) {
        boolean isOutage = Refusal.of(failure).orElse(null) instanceof Reply.Problem problem && problem.status() == 503;
        if (!isOver && !isOutage) {
            LOG.log(System.Logger.Level.ERROR, "Cannot remove expired rows", failure);
        }
    }
}
