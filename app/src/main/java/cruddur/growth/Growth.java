package cruddur.growth;

import cruddur.database.Database;
import cruddur.growth.Tally.Active;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Writes the growth metrics about once a second. Every event loop tries, so that no single one is needed; the ledger,
/// which they share, lets one at a time.
public final class Growth {

    private static final System.Logger LOG = System.getLogger(Growth.class.getName());

    private static final Query SEE_PEOPLE = Query.load("metrics/see_people");
    private static final Query TAKE_NEW_PEOPLE = Query.load("metrics/take_new_people");

    private static final long PAUSE_MILLIS = 250;

    /// Attempts to write what is left, when the server stops.
    private static final int LAST_ATTEMPTS = 125;

    private static final long LAST_PAUSE_MILLIS = 20;

    private final Vertx vertx;
    private final Database database;
    private final Ledger ledger;
    private final MetricStore store;
    private boolean isOver;

    private Growth(Vertx vertx, Database database, Ledger ledger, MetricStore store) {
        this.vertx = vertx;
        this.database = database;
        this.ledger = ledger;
        this.store = store;
    }

    /// Starts to write on the current event loop.
    ///
    /// @param table the DynamoDB table; empty for the table in PostgreSQL
    public static Growth start(Vertx vertx, Database database, Ledger ledger, Optional<MetricsTable> table) {
        MetricStore store = table.<MetricStore>map(DynamoStore::new).orElseGet(() -> new PostgresStore(database));
        Growth growth = new Growth(vertx, database, ledger, store);
        growth.later();
        return growth;
    }

    private void later() {
        if (!isOver) {
            vertx.setTimer(PAUSE_MILLIS, _ -> writeIfDue().onComplete(_ -> later()));
        }
    }

    private Future<Void> writeIfDue() {
        return ledger.isDue()
                ? seePeople().compose(_ -> takeNewPeople()).eventually(() -> ledger.write(store))
                : Future.succeededFuture();
    }

    /// Counts the people who are active for the first time today, on any server.
    private Future<Void> seePeople() {
        Set<Active> active = ledger.tally().takePeople();
        if (active.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Active> people = new ArrayList<>(active);
        return database.upkeep()
                .rows(SEE_PEOPLE
                        .with("people", people.stream().map(Active::person).toArray(UUID[]::new))
                        .with("days", people.stream().map(Active::day).toArray(LocalDate[]::new)))
                .onFailure(_ -> ledger.tally().putBack(active))
                .onSuccess(rows -> rows.forEach(row -> count(Metric.PEOPLE_ACTIVE, row)))
                .mapEmpty();
    }

    /// Counts the people who have joined, whichever program created their rows.
    private Future<Void> takeNewPeople() {
        return database.upkeep()
                .rows(TAKE_NEW_PEOPLE.bare())
                .onSuccess(rows -> rows.forEach(row -> count(Metric.PEOPLE_JOINED, row)))
                .mapEmpty();
    }

    private void count(Metric metric, Row row) {
        ledger.tally().add(metric, row.getLocalDate("day"), row.getLong("people"));
    }

    /// Stops, after what is left was written, or could not be written within 2.5 seconds.
    public Future<Void> stop() {
        isOver = true;
        return seePeople().otherwiseEmpty().compose(_ -> drain(LAST_ATTEMPTS));
    }

    private Future<Void> drain(int attempts) {
        if (ledger.isEmpty()) {
            return Future.succeededFuture();
        }
        if (attempts == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Growth metrics may be lost, because no answer shows that they were written: " + ledger.left()
                            + ". What the tables still have is counted by: cruddur metrics reconcile");
            return Future.succeededFuture();
        }
        return ledger.write(store).otherwiseEmpty().compose(_ -> pause()).compose(_ -> drain(attempts - 1));
    }

    private Future<Void> pause() {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(LAST_PAUSE_MILLIS, _ -> over.complete());
        return over.future();
    }
}
