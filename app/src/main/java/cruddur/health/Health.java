package cruddur.health;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/// What load balancers and front ends ask to see whether anybody is at home.
public final class Health {

    /// Fails unless the database answers and has the schema.
    public static final Query READY = Query.load("health/ready");

    private static final Buffer ALIVE = JsonObject.of("success", true, "ver", 1).toBuffer();

    private final Database database;

    public Health(Database database) {
        this.database = database;
    }

    /// 200 while the process answers at all.
    public Future<Reply> alive(Request request) {
        return Future.succeededFuture(Reply.json(ALIVE));
    }

    /// 200 while the database answers and has the schema; says, too, how far behind the removal of
    /// expired cruds is.
    public Future<Reply> ready(Request request) {
        return database.object(READY.bare()).map(Reply::json);
    }
}
