package cruddur.health;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Database;
import cruddur.sql.Migration;
import cruddur.sql.Query;
import cruddur.sql.Refusal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import java.util.Optional;

/// What load balancers and front ends ask to see whether anybody is at home.
public final class Health {

    private static final Query READY = Query.load("health/ready");
    private static final Query MARK = Query.load("databases/mark");
    private static final int NEWEST = Migration.newestVersion();

    private static final Buffer ALIVE = JsonObject.of("success", true, "ver", 1).toBuffer();

    private final Database database;

    public Health(Database database) {
        this.database = database;
    }

    /// 200 while the process answers at all.
    public Future<Reply> alive(Request request) {
        return Future.succeededFuture(Reply.json(ALIVE));
    }

    /// 200 while the database answers and has the schema of this version, or a newer one; says,
    /// too, how far behind the removal of expired cruds is.
    public Future<Reply> ready(Request request) {
        return look();
    }

    /// The same, for the log of a server that starts.
    public Future<Reply> look() {
        return database.object(READY.with("version", NEWEST))
                .map(found -> Reply.isNothing(found) ? Refusal.olderSchema() : Reply.json(found));
    }

    /// Whose database it is: `dev` or `prod`; empty if nobody has said so.
    public Future<Optional<String>> mark() {
        return database.object(MARK.bare())
                .map(found -> Optional.ofNullable(found.toJsonObject().getString("mark")));
    }
}
