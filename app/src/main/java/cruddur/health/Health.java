package cruddur.health;

import cruddur.database.Database;
import cruddur.database.Refusal;
import cruddur.http.Drain;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Migration;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// The health checks for load balancers and front ends.
public final class Health {

    private static final Query READY = Query.load("health/ready");
    private static final Query MARK = Query.load("databases/mark");
    private static final int NEWEST = Migration.newestVersion();

    private static final Reply STOPPING = Reply.unavailable("The server is about to stop.");

    private static final Buffer ALIVE = JsonObject.of("success", true, "ver", 1).toBuffer();

    private final Database database;
    private final Drain drain;

    /// @param drain of the server
    public Health(Database database, Drain drain) {
        this.database = database;
        this.drain = drain;
    }

    /// Liveness: 200 while the process answers.
    public Future<Reply> alive(Request request) {
        return Future.succeededFuture(Reply.json(ALIVE));
    }

    /// Readiness: 200 while the server is not about to stop, the database answers, its sessions have the settings that
    /// the server needs, and it has the schema of this version, or a newer one. The body has the purge lag.
    public Future<Reply> ready(Request request) {
        return drain.hasBegun() ? Future.succeededFuture(STOPPING) : check();
    }

    /// The same check, for the log of a server that starts.
    public Future<Reply> check() {
        return database.missingSettings()
                .compose(missing ->
                        missing.isEmpty() ? checkSchema() : Future.succeededFuture(Refusal.withoutSettings(missing)));
    }

    private Future<Reply> checkSchema() {
        return database.healthChecks()
                .object(READY.with("version", NEWEST))
                .map(found -> Reply.isNothing(found) ? Refusal.olderSchema() : Reply.json(found));
    }

    /// The environment mark of the database: `dev` or `prod`; empty if it has none.
    public Future<Optional<String>> mark() {
        return database.healthChecks()
                .rows(MARK.bare())
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("mark")));
    }
}
