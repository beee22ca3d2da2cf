package cruddur.activities;

import cruddur.database.Database;
import cruddur.database.IdempotencyKeys;
import cruddur.database.Statements;
import cruddur.database.Window;
import cruddur.growth.Metric;
import cruddur.growth.Tally;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.BoundQuery;
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
    private static final Query ONE = Query.load("activities/one");
    private static final Query ABOVE = Query.load("activities/above");
    private static final Query REPLIES = Query.load("activities/replies");
    private static final Query THREAD = Statements.document("activity", ONE, "replies", REPLIES);
    private static final Query CREATE = Query.load("activities/create");
    private static final Query REPLY = Query.load("activities/reply");
    private static final Query MADE = Query.load("activities/made");
    private static final Query DELETE = Query.load("activities/delete");
    private static final Query LIFETIME = Query.load("activities/lifetime");
    private static final Query TRENDS = Query.load("activities/trends");

    private static final int PAGE = 20;

    /// The original front end shows no more replies than it gets at first.
    private static final int REPLIES_PAGE = 100;

    private final Database database;
    private final Identity identity;
    private final Tally tally;

    public Activities(Database database, Identity identity, Tally tally) {
        this.database = database;
        this.identity = identity;
        this.tally = tally;
    }

    public Future<Reply> home(Request request) {
        Window window = Window.before(request, PAGE);
        return identity.readerOrStranger(request)
                .compose(reader -> database.reads(reader).page(home(window, reader)))
                .map(page -> window.reply(request, page));
    }

    /// A page of the home feed, as this reader sees it.
    public static BoundQuery home(Window window, Optional<UUID> reader) {
        return window.of(HOME).with("reader", reader);
    }

    public Future<Reply> search(Request request) {
        Window window = Window.before(request, PAGE);
        Optional<String> term = request.query("term");
        return identity.reader(request)
                .compose(reader -> database.searches(reader).page(search(window, term, reader)))
                .map(page -> window.reply(request, page));
    }

    /// A page of the activities that contain a term, as this reader sees it.
    public static BoundQuery search(Window window, Optional<String> term, Optional<UUID> reader) {
        return window.of(SEARCH).with("term", term).with("reader", reader);
    }

    /// One activity, if this is its author's handle or none is given, as this reader sees it.
    public static BoundQuery one(UUID uuid, Optional<String> author, Optional<UUID> reader) {
        return ONE.with("uuid", uuid).with("handle", author).with("reader", reader);
    }

    /// An activity, the one that it answers, and a page of its replies, as this reader sees them at one moment: the
    /// parts 0 to 2 of [Statements#together].
    ///
    /// @param author empty for any author
    public static BoundQuery thread(
            Window window, UUID uuid, Optional<String> author, Optional<UUID> reader, String columns) {
        return window.of(Statements.together(columns, ONE, ABOVE, REPLIES))
                .with("uuid", uuid)
                .with("handle", author)
                .with("reader", reader);
    }

    public Future<Reply> show(Request request) {
        return thread(request, Optional.empty());
    }

    /// Like [#show], but only if the handle is the author's.
    public Future<Reply> status(Request request) {
        return thread(request, Optional.of(request.handle()));
    }

    private Future<Reply> thread(Request request, Optional<String> author) {
        Window window = Window.after(request, REPLIES_PAGE);
        BoundQuery thread = window.of(THREAD).with("uuid", request.uuid()).with("handle", author);
        return identity.reader(request)
                .compose(reader -> database.reads(reader).document(thread.with("reader", reader)))
                .map(page -> window.found(request, page));
    }

    public Future<Reply> create(Request request) {
        return make(Metric.CRUDS, CREATE.with("body", request.body()), request);
    }

    /// Posts the crud that this person wrote on the page: `message`, `ttl`, and `key`, the
    /// idempotency key, so that repeated clicks post it once.
    public Future<Reply> create(UUID person, Form crud) {
        return make(Metric.CRUDS, CREATE.bare(), person, crud, "/");
    }

    public Future<Reply> reply(Request request) {
        return make(Metric.REPLIES, REPLY.with("uuid", request.uuid()).with("body", request.body()), request);
    }

    /// Posts the reply that this person wrote on the page: `message` and `key`.
    public Future<Reply> reply(UUID person, UUID uuid, Form reply) {
        return make(Metric.REPLIES, REPLY.with("uuid", uuid), person, reply, "/" + uuid);
    }

    private Future<Reply> make(Metric metric, BoundQuery activity, UUID person, Form written, String path) {
        Buffer body = written.json();
        return make(
                metric,
                activity.with("body", body).with("person", person),
                person,
                Optional.of(written.text("key")),
                Optional.of(Request.digest(path, body)));
    }

    private Future<Reply> make(Metric metric, BoundQuery activity, Request request) {
        Optional<String> key = request.idempotencyKey();
        Optional<Buffer> digest = key.map(_ -> request.digest());
        return identity.person(request)
                .compose(person -> make(metric, activity.with("person", person), person, key, digest));
    }

    private Future<Reply> make(
            Metric metric, BoundQuery activity, UUID person, Optional<String> key, Optional<Buffer> digest) {
        return database.writes()
                .rows(activity.with("key", key).with("digest", digest))
                .compose(made -> made.size() == 0 && key.isPresent()
                        ? made(person, key, digest)
                        : Future.succeededFuture(made(metric, made)));
    }

    private Reply made(Metric metric, RowSet<Row> made) {
        if (made.size() == 0) {
            return Reply.NOT_FOUND;
        }
        Row row = made.iterator().next();
        tally.count(metric, row.getLocalDate("day"));
        return Reply.json(row.getBuffer("body"));
    }

    /// The answer to a repeated idempotency key.
    private Future<Reply> made(UUID person, Optional<String> key, Optional<Buffer> digest) {
        return database.reads()
                .rows(MADE.with("person", person).with("key", key).with("digest", digest))
                .map(IdempotencyKeys::answer);
    }

    public Future<Reply> delete(Request request) {
        BoundQuery activity = DELETE.with("uuid", request.uuid());
        return identity.person(request)
                .compose(person -> database.writes().rows(activity.with("person", person)))
                .map(Activities::deleted);
    }

    private static Reply deleted(RowSet<Row> target) {
        requireTheirs(target, "Only its author can delete an activity.");
        return new Reply.Empty();
    }

    private static Row requireTheirs(RowSet<Row> target, String otherwise) {
        if (target.size() == 0) {
            throw new RefusedException(Reply.NOT_FOUND);
        }
        Row row = target.iterator().next();
        if (!row.getBoolean("is_theirs")) {
            throw new RefusedException(new Reply.Problem(403, otherwise));
        }
        return row;
    }

    /// Gives a crud another lifetime, which begins now.
    public Future<Reply> lifetime(Request request) {
        UUID uuid = request.uuid();
        BoundQuery change = LIFETIME.with("uuid", uuid).with("body", request.body());
        return identity.person(request)
                .compose(person -> database.writes()
                        .rows(change.with("person", person))
                        .map(Activities::requireChangeable)
                        .compose(_ -> database.reads().object(one(uuid, Optional.empty(), Optional.of(person)))))
                .map(Reply::found);
    }

    private static Row requireChangeable(RowSet<Row> target) {
        Row row = requireTheirs(target, "Only its author can change the lifetime of a crud.");
        if (row.getBoolean("is_reply")) {
            throw new RefusedException(new Reply.Problem(
                    409, "A reply expires with the crud that it answers. Change the lifetime of that crud."));
        }
        return row;
    }

    public Future<Reply> trends(Request request) {
        return identity.reader(request)
                .compose(reader -> database.searches(reader).array(trends()))
                .map(Window::whole);
    }

    /// The most used hashtags.
    public static BoundQuery trends() {
        return TRENDS.bare();
    }
}
