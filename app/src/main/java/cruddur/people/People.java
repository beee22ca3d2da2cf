package cruddur.people;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.BoundQuery;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;

/// Who people are to others.
public final class People {

    private static final Query PROFILE = Query.load("people/profile");
    private static final Query SHORT = Query.load("people/short");
    private static final Query SUGGESTED = Query.load("people/suggested");
    private static final Query UPDATE = Query.load("people/update");

    private final Database database;
    private final Identity identity;

    public People(Database database, Identity identity) {
        this.database = database;
        this.identity = identity;
    }

    public Future<Reply> profile(Request request) {
        Cursor before = request.cursor("before", Cursor::parse, Cursor.NEWEST);
        BoundQuery profile =
                PROFILE.with("handle", request.handle())
                        .with("before_created_at", before.time())
                        .with("before_uuid", before.uuid())
                        .with("limit", request.limit());
        return identity.reader(request)
                .compose(reader -> database.document(profile.with("reader", reader)))
                .map(found -> Reply.found(request, found.items(), "before", found.next()));
    }

    public Future<Reply> inShort(Request request) {
        return database.object(SHORT.with("handle", request.handle())).map(Reply::found);
    }

    public Future<Reply> suggested(Request request) {
        return identity.reader(request)
                .compose(reader -> database.array(SUGGESTED.with("reader", reader)))
                .map(Reply::json);
    }

    public Future<Reply> update(Request request) {
        BoundQuery update = UPDATE.with("body", request.body());
        return identity.person(request)
                .compose(person -> database.write(update.with("person", person)))
                .map(Reply::found);
    }
}
