package cruddur.database;

import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;

/// The connections of one pool. They hold no state from one statement to the next, because a pooler may lend the
/// session
/// to other clients in between.
final class Connections {

    private static final Query TIME_LIMIT = Query.load("connections/time_limit");

    private final SqlClient pool;
    private final SessionLogin login;
    private final Function<BoundQuery, Future<RowSet<Row>>> send;

    private Connections(SqlClient pool, SessionLogin login, Function<BoundQuery, Future<RowSet<Row>>> send) {
        this.pool = pool;
        this.login = login;
        this.send = send;
    }

    static Connections of(SqlClient pool, SessionLogin login) {
        return new Connections(pool, login, query -> send(pool, query));
    }

    /// With another time limit for statements than the role's. Each statement is a transaction with that limit.
    static Connections of(Pool pool, SessionLogin login, Duration timeout) {
        String limit = timeout.toSeconds() + "s";
        return new Connections(
                pool,
                login,
                query -> pool.withTransaction(connection ->
                        send(connection, TIME_LIMIT.with("timeout", limit)).compose(_ -> send(connection, query))));
    }

    private static Future<RowSet<Row>> send(SqlClient client, BoundQuery query) {
        return client.preparedQuery(query.sql()).execute(Tuple.tuple(query.values()));
    }

    /// Runs a statement. A connection whose login was refused has run nothing, so the statement may be tried again.
    Future<RowSet<Row>> run(BoundQuery query) {
        if (!login.isPasswordFetched()) {
            return send.apply(query);
        }
        ConnectionUrl used = login.lastFetched();
        return send.apply(query)
                .recover(failure -> Refusal.isOfPassword(failure)
                        ? runWithNewPassword(query, used, failure)
                        : Future.failedFuture(failure));
    }

    private Future<RowSet<Row>> runWithNewPassword(BoundQuery query, ConnectionUrl refused, Throwable failure) {
        return login.isRenewedAfter(refused)
                .compose(renewed -> renewed ? send.apply(query) : Future.failedFuture(failure));
    }

    Future<Void> close() {
        return pool.close();
    }
}
