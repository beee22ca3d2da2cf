package cruddur.activities;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;
import io.vertx.core.Future;
import java.util.Map;

/// Cruds and replies, over HTTP.
public final class Activities {

    /// Takes `reader`, `before_created_at`, `before_uuid` and `limit`.
    public static final Query HOME = Query.load("activities/home");

    private static final Query SHOW = Query.load("activities/show");
    private static final Query CREATE = Query.load("activities/create");

    private final Database database;
    private final Identity identity;

    public Activities(Database database, Identity identity) {
        this.database = database;
        this.identity = identity;
    }

    public Future<Reply> home(Request request) {
        Cursor before = request.cursor("before", Cursor::parse, Cursor.NEWEST);
        int limit = request.limit();
        return identity.readerOrStranger(request)
                .compose(reader -> database.page(
                        HOME,
                        Map.of("reader", reader, "before_created_at", before.time(), "before_uuid", before.uuid(), "limit", limit)))
                .map(page -> Reply.page(request, page.items(), "before", page.next()));
    }

    public Future<Reply> show(Request request) {
        return identity.reader(request)
                .compose(reader -> database.object(SHOW, Map.of("reader", reader, "uuid", request.uuid("uuid"))))
                .map(Reply::found);
    }

    public Future<Reply> create(Request request) {
        return identity.person(request)
                .compose(person -> database.write(CREATE, Map.of("person", person, "body", request.body())))
                .map(Reply::json);
    }
}
