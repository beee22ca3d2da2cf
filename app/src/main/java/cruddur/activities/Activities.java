package cruddur.activities;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.BoundQuery;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;

/// Cruds and replies, over HTTP.
public final class Activities {

    private static final Query HOME = Query.load("activities/home");
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
        BoundQuery page = home(before, request.limit());
        return identity.readerOrStranger(request)
                .compose(reader -> database.page(page.with("reader", reader)))
                .map(found -> Reply.page(request, found.items(), "before", found.next()));
    }

    /// The home feed from a place on, for a `reader` who is yet to be bound.
    public static BoundQuery home(Cursor before, int limit) {
        return HOME.with("before_created_at", before.time())
                .with("before_uuid", before.uuid())
                .with("limit", limit);
    }

    public Future<Reply> show(Request request) {
        BoundQuery thread = SHOW.with("uuid", request.uuid("uuid"));
        return identity.reader(request)
                .compose(reader -> database.object(thread.with("reader", reader)))
                .map(Reply::found);
    }

    public Future<Reply> create(Request request) {
        BoundQuery crud = CREATE.with("body", request.body());
        return identity.person(request)
                .compose(person -> database.write(crud.with("person", person)))
                .map(Reply::json);
    }
}
