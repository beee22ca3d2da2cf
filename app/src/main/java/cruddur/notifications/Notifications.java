package cruddur.notifications;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.BoundQuery;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;

/// What others did that concerns the reader. PostgreSQL's triggers write it.
public final class Notifications {

    private static final Query NEWEST = Query.load("notifications/newest");
    private static final Query READ = Query.load("notifications/read");

    private final Database database;
    private final Identity identity;

    public Notifications(Database database, Identity identity) {
        this.database = database;
        this.identity = identity;
    }

    public Future<Reply> newest(Request request) {
        Cursor before = request.cursor("before", Cursor::parse, Cursor.NEWEST);
        BoundQuery page =
                NEWEST.with("before_created_at", before.time())
                        .with("before_uuid", before.uuid())
                        .with("limit", request.limit());
        return identity.person(request)
                .compose(person -> database.page(page.with("person", person)))
                .map(found -> Reply.page(request, found.items(), "before", found.next()));
    }

    /// Marks them all as read.
    public Future<Reply> read(Request request) {
        return identity.person(request)
                .compose(person -> database.change(READ.with("person", person)))
                .map(_ -> new Reply.Empty());
    }
}
