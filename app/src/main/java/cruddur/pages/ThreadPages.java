package cruddur.pages;

import cruddur.activities.Activities;
import cruddur.database.Database;
import cruddur.database.Validity;
import cruddur.database.Window;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// The page of an activity and the replies to it, and the page that asks before it is deleted.
public final class ThreadPages {

    private static final Query ALL_REPLIES = Query.load("activities/all_replies");

    private final Database database;
    private final Identity identity;
    private final Activities activities;
    private final Frames frames;

    public ThreadPages(Database database, Identity identity, Activities activities, Frames frames) {
        this.database = database;
        this.identity = identity;
        this.activities = activities;
        this.frames = frames;
    }

    /// The thread of the path's uuid, if the path's handle is the author's.
    public Future<Reply> thread(Request request) {
        Optional<String> author = Optional.of(request.handle());
        Validity validity = new Validity();
        return identity.readerOrStranger(request)
                .compose(reader -> page(request, reader, request.uuid(), author, validity))
                .map(page -> Html.framed("thread.jte", page.frame(), page, validity))
                .recover(failure -> gone(request, failure));
    }

    /// The thread again, with the text of a reply that was refused.
    Future<Reply> refused(
            Request request, UUID person, UUID uuid, Form written, String error, Map<String, String> headers) {
        return page(request, Optional.of(person), uuid, Optional.empty(), new Validity())
                .map(page -> page.refused(written, error))
                .map(page -> Html.framed(422, "thread.jte", page.frame(), page, headers))
                .recover(failure -> gone(request, failure));
    }

    private Future<ThreadPage> page(
            Request request, Optional<UUID> reader, UUID uuid, Optional<String> author, Validity validity) {
        Window window = Feed.oldest(request);
        return Future.all(
                        frames.of(Place.ELSEWHERE, reader, validity),
                        database.reads(reader)
                                .watchedBy(validity)
                                .rows(Activities.thread(window, uuid, author, reader, Card.COLUMNS)))
                .map(found -> page(request, window, found.resultAt(0), found.resultAt(1)));
    }

    private static ThreadPage page(Request request, Window window, Frame frame, RowSet<Row> thread) {
        Map<Integer, List<Row>> parts = thread.stream().collect(Collectors.groupingBy(row -> row.getInteger("part")));
        return ThreadPage.of(
                request,
                frame,
                first(parts, 1),
                first(parts, 0).orElseThrow(() -> new RefusedException(Reply.NOT_FOUND)),
                Feed.of(parts.getOrDefault(2, List.of()), window, request, Card::of));
    }

    private static Optional<Card> first(Map<Integer, List<Row>> parts, int part) {
        return parts.getOrDefault(part, List.of()).stream().findFirst().map(Card::of);
    }

    private Future<Card> card(Request request, Optional<String> author, Optional<UUID> reader) {
        return database.reads()
                .columns(Activities.one(request.uuid(), author, reader), Card.COLUMNS)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(Card::of)
                        .orElseThrow(() -> new RefusedException(Reply.NOT_FOUND)));
    }

    /// Most addresses of threads without an activity had one, which has expired.
    private Future<Reply> gone(Request request, Throwable failure) {
        return failure instanceof RefusedException refused && refused.reply().equals(Reply.NOT_FOUND)
                ? gone(request).recover(Pages::sorry)
                : Pages.sorry(failure);
    }

    private Future<Reply> gone(Request request) {
        Validity validity = new Validity();
        return identity.readerOrStranger(request)
                .compose(reader -> frames.of(Place.ELSEWHERE, reader, validity))
                .map(frame -> Html.gone(frame, validity));
    }

    /// Asks whether the activity is to be deleted, and says what is deleted with it.
    public Future<Reply> deleting(Request request) {
        return identity.person(request)
                .compose(person -> Future.all(
                        frames.of(Place.ELSEWHERE, Optional.of(person)),
                        card(request, Optional.of(request.handle()), Optional.of(person)),
                        database.reads().rows(ALL_REPLIES.with("uuid", request.uuid()))))
                .map(found -> deletion(found.resultAt(0), found.resultAt(1), found.resultAt(2)))
                .map(page -> Html.framed(200, "deletion.jte", page.frame(), page, Map.of()))
                .recover(failure -> gone(request, failure));
    }

    private static DeletionPage deletion(Frame frame, Card card, RowSet<Row> replies) {
        if (!frame.isAuthorOf(card)) {
            throw new RefusedException(new Reply.Problem(403, "Only its author can delete this."));
        }
        return new DeletionPage(
                Head.unlisted("Delete"), frame, card, replies.iterator().next().getLong("number"));
    }

    /// Deletes the activity, and shows the newest cruds.
    public Future<Reply> delete(Request request) {
        return Future.succeededFuture(request)
                .map(Pages::form)
                .compose(_ -> activities.delete(request))
                .<Reply>map(_ -> new Reply.SeeOther("/", Map.of()))
                .recover(failure -> gone(request, failure));
    }

    /// Leads to the thread of a uuid, whose author's handle the address does not have.
    public Future<Reply> find(Request request) {
        return identity.readerOrStranger(request)
                .compose(reader -> card(request, Optional.empty(), reader))
                .<Reply>map(card -> new Reply.SeeOther(card.address(), Map.of()))
                .recover(failure -> gone(request, failure));
    }
}
