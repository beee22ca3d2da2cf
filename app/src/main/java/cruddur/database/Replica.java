package cruddur.database;

import cruddur.breaker.Breaker;
import cruddur.database.ReplicaStatus.Beat;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/// The connections of one lane to a read replica. Each statement is sent after its connection has shown a heartbeat of
/// the last second, so what it sees is no older than that heartbeat. A replica that shows none, or none in time, is
/// left out for a moment.
///
/// Lives on one event loop.
final class Replica {

    private static final Query LAST = Query.load("heartbeats/last");

    private final ReplicaStatus status;
    private final Breaker breaker;
    private final SessionLogin login;
    private final Pool pool;

    /// @param breaker of this lane on all event loops
    Replica(ReplicaStatus status, Breaker breaker, SessionLogin login, Pool pool) {
        this.status = status;
        this.breaker = breaker;
        this.login = login;
        this.pool = pool;
    }

    /// A connection that has shown this heartbeat.
    private record Session(SqlConnection connection, Beat beat) {}

    /// The rows; fails if the replica has none that are young enough.
    Future<Found> run(BoundQuery query) {
        return status.isBeating() ? session().compose(session -> run(session, query)) : failed("No heartbeat yet");
    }

    private Future<Session> session() {
        return breaker.call(
                () -> pool.getConnection().compose(this::session).onFailure(this::renewPassword),
                late -> late.connection.close());
    }

    private Future<Session> session(SqlConnection connection) {
        return send(connection, LAST.with("server", status.server()))
                .compose(rows -> beat(rows)
                        .map(beat -> Future.succeededFuture(new Session(connection, beat)))
                        .orElseGet(() -> failed("It lags by more than a second, or is no replica of this database")))
                .onFailure(_ -> connection.close());
    }

    private Optional<Beat> beat(RowSet<Row> rows) {
        return rows.stream().findFirst().flatMap(row -> status.find(row.getLong("beat")));
    }

    private Future<Found> run(Session session, BoundQuery query) {
        Duration age = session.beat.age();
        return send(session.connection, query)
                .map(rows ->
                        new Found(rows, Optional.of(session.beat.primaryNow().plus(age)), age))
                .compose(found -> found.isExpired() ? failed("Its clock is late") : Future.succeededFuture(found))
                .onComplete(_ -> session.connection.close());
    }

    /// For the next connection.
    private void renewPassword(Throwable failure) {
        if (Refusal.isOfPassword(failure) && login.isPasswordFetched()) {
            login.isRenewedAfter(login.lastFetched());
        }
    }

    private static Future<RowSet<Row>> send(SqlConnection connection, BoundQuery query) {
        return connection.preparedQuery(query.sql()).execute(Tuple.tuple(query.values()));
    }

    private static <T> Future<T> failed(String why) {
        return Future.failedFuture(new VertxException(why, true));
    }

    Future<Void> close() {
        return pool.close();
    }
}
