package cruddur.conversations;

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

/// Conversations of the signed-in person, and their messages.
public final class Conversations {

    private static final Query GROUPS = Query.load("message_groups/newest");
    private static final Query ONE = Query.load("message_groups/one");
    private static final Query WITH_PERSON = Query.load("message_groups/with_person");
    private static final Query READ = Query.load("message_groups/read");
    private static final Query MESSAGES = Query.load("messages/newest");
    private static final Query CONVERSATION = Statements.oldestFirst(ONE, MESSAGES);
    private static final Query SEND = Query.load("messages/create");
    private static final Query MADE = Query.load("messages/made");
    private static final Query DELETE = Query.load("messages/delete");

    private static final int PAGE = 20;

    private final Database database;
    private final Identity identity;
    private final Tally tally;

    public Conversations(Database database, Identity identity, Tally tally) {
        this.database = database;
        this.identity = identity;
        this.tally = tally;
    }

    public Future<Reply> groups(Request request) {
        Window window = Window.before(request, PAGE);
        return identity.person(request)
                .compose(person -> database.reads().page(groups(window, person)))
                .map(page -> window.reply(request, page));
    }

    /// A page of a person's conversations.
    public static BoundQuery groups(Window window, UUID person) {
        return window.of(GROUPS).with("person", person);
    }

    /// The messages of a conversation.
    public Future<Reply> messages(Request request) {
        Window window = Window.before(request, PAGE);
        UUID conversation = request.uuid();
        return identity.person(request).compose(person -> messages(request, window, person, conversation));
    }

    private Future<Reply> messages(Request request, Window window, UUID person, UUID conversation) {
        return database.reads()
                .document(window.of(CONVERSATION).with("uuid", conversation).with("person", person))
                .map(page -> window.found(request, page));
    }

    /// The messages of the conversation with the person of the path's handle; none if there is no conversation.
    public Future<Reply> messagesWith(Request request) {
        Window window = Window.before(request, PAGE);
        String handle = request.handle();
        return identity.person(request)
                .compose(person -> database.reads()
                        .rows(withPerson(person, handle))
                        .compose(rows -> conversation(rows)
                                .map(uuid -> messages(request, window, person, uuid))
                                .orElseGet(() -> Future.succeededFuture(Reply.json(Buffer.buffer("[]"))))));
    }

    private static Optional<UUID> conversation(RowSet<Row> other) {
        return Optional.ofNullable(only(other).getUUID("uuid"));
    }

    private static Row only(RowSet<Row> found) {
        return found.stream().findFirst().orElseThrow(() -> new RefusedException(Reply.NOT_FOUND));
    }

    /// Another person, and the conversation with them.
    public static BoundQuery withPerson(UUID person, String handle) {
        return WITH_PERSON.with("person", person).with("handle", handle);
    }

    /// A conversation of a person, and who the other one is.
    public static BoundQuery one(UUID person, UUID conversation) {
        return ONE.with("person", person).with("uuid", conversation);
    }

    /// A page of the messages of a conversation, newest first.
    public static BoundQuery messages(Window window, UUID person, UUID conversation) {
        return window.of(MESSAGES).with("person", person).with("uuid", conversation);
    }

    public Future<Reply> send(Request request) {
        Optional<String> key = request.idempotencyKey();
        Optional<Buffer> digest = key.map(_ -> request.digest());
        return identity.person(request).compose(person -> send(person, request.body(), key, digest));
    }

    /// Sends the message that this person wrote on the page: `message`, `ttl`, `handle`, and `key`, the
    /// idempotency key.
    public Future<Reply> send(UUID person, Form message) {
        Buffer body = message.json();
        return send(person, body, Optional.of(message.text("key")), Optional.of(Request.digest("/messages", body)));
    }

    private Future<Reply> send(UUID person, Buffer body, Optional<String> key, Optional<Buffer> digest) {
        return database.writes()
                .rows(keyed(SEND.with("body", body), person, key, digest))
                .compose(sent -> sent.size() == 0 && key.isPresent()
                        ? database.reads()
                                .rows(keyed(MADE.with("body", body), person, key, digest))
                                .map(IdempotencyKeys::answer)
                        : Future.succeededFuture(sent(sent)));
    }

    private Reply sent(RowSet<Row> sent) {
        Row row = only(sent);
        Optional.ofNullable(row.getLocalDate("day")).ifPresent(day -> tally.count(Metric.CONVERSATIONS, day));
        return Reply.json(row.getBuffer("body"));
    }

    private static BoundQuery keyed(BoundQuery query, UUID person, Optional<String> key, Optional<Buffer> digest) {
        return query.with("person", person).with("key", key).with("digest", digest);
    }

    /// Marks all messages of a conversation as read.
    public Future<Reply> read(Request request) {
        BoundQuery read = READ.with("uuid", request.uuid());
        return identity.person(request)
                .compose(person -> database.writes().rows(read.with("person", person)))
                .map(Conversations::only)
                .map(_ -> new Reply.Empty());
    }

    /// Deletes a message, for both people.
    public Future<Reply> delete(Request request) {
        BoundQuery message = DELETE.with("uuid", request.uuid());
        return identity.person(request)
                .compose(person -> database.writes().rows(message.with("person", person)))
                .map(Conversations::deleted);
    }

    private static Reply deleted(RowSet<Row> message) {
        return only(message).getBoolean("is_theirs")
                ? new Reply.Empty()
                : new Reply.Problem(403, "Only the person who sent a message can delete it.");
    }
}
