package cruddur.pages;

import cruddur.conversations.Conversations;
import cruddur.database.Database;
import cruddur.database.Window;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The pages of conversations, which only the two people of each get.
public final class MessagePages {

    private final Database database;
    private final Identity identity;
    private final Conversations conversations;
    private final Frames frames;

    public MessagePages(Database database, Identity identity, Conversations conversations, Frames frames) {
        this.database = database;
        this.identity = identity;
        this.conversations = conversations;
        this.frames = frames;
    }

    /// The list of conversations.
    public Future<Reply> list(Request request) {
        Window window = Feed.newest(request);
        return identity.person(request)
                .compose(person -> Future.all(
                        frames.of(Place.MESSAGES, Optional.of(person)),
                        database.reads().columns(Conversations.groups(window, person), Conversation.COLUMNS)))
                .map(found -> list(request, window, found.resultAt(0), found.resultAt(1)))
                .recover(Pages::sorry);
    }

    private static Reply list(Request request, Window window, Frame frame, RowSet<Row> rows) {
        Feed<Conversation> feed = Feed.of(rows, window, request, Conversation::of);
        return Html.framed(
                200, "messages.jte", frame, new MessagesPage(Head.unlisted("Messages"), frame, feed), Map.of());
    }

    /// The conversation of the path's uuid.
    public Future<Reply> conversation(Request request) {
        UUID uuid = request.uuid();
        return identity.person(request)
                .compose(person -> database.reads()
                        .columns(Conversations.one(person, uuid), "uuid, handle, display_name")
                        .compose(rows -> page(request, person, rows)))
                .map(page -> shown(200, page))
                .recover(Pages::sorry);
    }

    /// The conversation with the person of the path's handle, which need not exist yet.
    public Future<Reply> withPerson(Request request) {
        return identity.person(request)
                .compose(person -> withPerson(request, person))
                .map(page -> shown(200, page))
                .recover(Pages::sorry);
    }

    private Future<ConversationPage> withPerson(Request request, UUID person) {
        return database.reads()
                .rows(Conversations.withPerson(person, request.handle()))
                .compose(rows -> page(request, person, rows));
    }

    /// @param rows the other person, and the uuid of the conversation
    private Future<ConversationPage> page(Request request, UUID person, RowSet<Row> rows) {
        Row row = rows.stream().findFirst().orElseThrow(() -> new RefusedException(Reply.NOT_FOUND));
        Portrait other = Portrait.of(row);
        Optional<UUID> uuid = Optional.ofNullable(row.getUUID("uuid"));
        return Future.all(frames.of(Place.MESSAGES, Optional.of(person)), messages(request, person, uuid))
                .map(found -> new ConversationPage(
                        Head.unlisted("Messages with " + other.displayName()),
                        found.resultAt(0),
                        other,
                        uuid,
                        found.resultAt(1),
                        Composer.writingTo(other)));
    }

    private Future<Feed<Message>> messages(Request request, UUID person, Optional<UUID> uuid) {
        Window window = request.isRead() ? Feed.newest(request) : Window.newest(Feed.LENGTH);
        return uuid.map(conversation -> database.reads()
                        .columns(Conversations.messages(window, person, conversation), Message.COLUMNS)
                        .map(rows -> Feed.of(rows, window, request, Message::of)))
                .orElseGet(() -> Future.succeededFuture(Feed.nothing()));
    }

    private static Reply shown(int status, ConversationPage page) {
        return Html.framed(status, "conversation.jte", page.frame(), page, Map.of());
    }

    /// Sends the message of the form to the person of the path's handle, or shows its text with the error.
    public Future<Reply> send(Request request) {
        return Future.succeededFuture(request)
                .map(Pages::form)
                .compose(sent ->
                        identity.person(request).compose(person -> send(request, person, Composer.written(sent))))
                .recover(Pages::sorry);
    }

    private Future<Reply> send(Request request, UUID person, Form written) {
        return conversations
                .send(person, written.with("handle", request.handle()))
                .map(Pages::posted)
                .recover(Pages::refused)
                .compose(posted -> switch (posted) {
                    case Pages.Posted.Made() ->
                        Future.succeededFuture(
                                new Reply.SeeOther("/messages/@" + request.handle() + "#newest", Map.of()));
                    case Pages.Posted.Refused(String error) ->
                        withPerson(request, person)
                                .map(page -> page.with(page.composer().refused(written, error)))
                                .map(page -> shown(422, page));
                });
    }
}
