package cruddur.activities;

import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.BoundQuery;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.Optional;
import java.util.UUID;

/// Cruds and the replies to them.
public final class Activities {

    private static final Query HOME = Query.load("activities/home");
    private static final Query SEARCH = Query.load("activities/search");
    private static final Query THREAD = Query.load("activities/thread");
    private static final Query CREATE = Query.load("activities/create");
    private static final Query REPLY = Query.load("activities/reply");
    private static final Query MADE = Query.load("activities/made");
    private static final Query DELETE = Query.load("activities/delete");
    private static final Query TRENDS = Query.load("activities/trends");

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

    public Future<Reply> search(Request request) {
        Cursor before = request.cursor("before", Cursor::parse, Cursor.NEWEST);
        BoundQuery page =
                SEARCH.with("term", request.query("term"))
                        .with("before_created_at", before.time())
                        .with("before_uuid", before.uuid())
                        .with("limit", request.limit());
        return identity.reader(request)
                .compose(reader -> database.search(page.with("reader", reader)))
                .map(found -> Reply.page(request, found.items(), "before", found.next()));
    }

    public Future<Reply> show(Request request) {
        return thread(request, Optional.empty());
    }

    /// As [#show], but only below its author's handle.
    public Future<Reply> status(Request request) {
        return thread(request, Optional.of(request.handle()));
    }

    private Future<Reply> thread(Request request, Optional<String> author) {
        Cursor after = request.cursor("after", Cursor::parse, Cursor.OLDEST);
        BoundQuery thread =
                THREAD.with("uuid", request.uuid())
                        .with("handle", author)
                        .with("after_created_at", after.time())
                        .with("after_uuid", after.uuid())
                        .with("limit", request.limit());
        return identity.reader(request)
                .compose(reader -> database.document(thread.with("reader", reader)))
                .map(found -> Reply.found(request, found.items(), "after", found.next()));
    }

    public Future<Reply> create(Request request) {
        return make(CREATE.with("body", request.body()), request);
    }

    /// Posts what this person filled in on the page: `message`, `ttl`, and `key`, under which it is
    /// posted once, however often the button was pressed.
    public Future<Reply> create(UUID person, Form crud) {
        Buffer body = crud.json();
        return make(
                CREATE.with("body", body).with("person", person),
                person,
                Optional.of(crud.text("key")),
                Optional.of(Request.digest("/", body)));
    }

    public Future<Reply> reply(Request request) {
        return make(REPLY.with("uuid", request.uuid()).with("body", request.body()), request);
    }

    private Future<Reply> make(BoundQuery activity, Request request) {
        Optional<String> key = request.idempotencyKey();
        Optional<Buffer> digest = key.map(_ -> request.digest());
        return identity.person(request)
                .compose(person -> make(activity.with("person", person), person, key, digest));
    }

    private Future<Reply> make(
            BoundQuery activity, UUID person, Optional<String> key, Optional<Buffer> digest) {
        return database.write(activity.with("key", key).with("digest", digest))
                .compose(
                        made ->
                                Reply.isNothing(made) && key.isPresent()
                                        ? made(person, key, digest)
                                        : Future.succeededFuture(Reply.found(made)));
    }

    /// What the key was used for before.
    private Future<Reply> made(UUID person, Optional<String> key, Optional<Buffer> digest) {
        return database.rows(MADE.with("person", person).with("key", key).with("digest", digest))
                .map(Activities::madeBefore);
    }

    private static Reply madeBefore(RowSet<Row> made) {
        if (made.size() == 0) {
            return Reply.NOT_FOUND;
        }
        Row row = made.iterator().next();
        if (!row.getBoolean("by_same_request")) {
            return new Reply.Problem(
                    409,
                    "This Idempotency-Key was used for another request within a day. Use a new one.");
        }
        return Optional.ofNullable(row.getBuffer("item"))
                .map(Reply::json)
                .orElseGet(
                        () ->
                                new Reply.Problem(
                                        410,
                                        "What was made under this Idempotency-Key is gone. Use a new one."));
    }

    public Future<Reply> delete(Request request) {
        BoundQuery activity = DELETE.with("uuid", request.uuid());
        return identity.person(request)
                .compose(person -> database.change(activity.with("person", person)))
                .map(Activities::deleted);
    }

    private static Reply deleted(RowSet<Row> target) {
        if (target.size() == 0) {
            return Reply.NOT_FOUND;
        }
        if (!target.iterator().next().getBoolean("is_theirs")) {
            throw new RefusedException(
                    new Reply.Problem(403, "Only its author can delete an activity."));
        }
        return new Reply.Empty();
    }

    /// What people talk about.
    public Future<Reply> trends(Request request) {
        return database.array(TRENDS.bare()).map(Reply::json);
    }
}
