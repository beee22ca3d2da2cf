package cruddur.pages;

import cruddur.accounts.Refusals;
import cruddur.activities.Activities;
import cruddur.database.Database;
import cruddur.database.Refusal;
import cruddur.database.Validity;
import cruddur.database.Window;
import cruddur.http.Form;
import cruddur.http.Handler;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The home page, and posting from a page.
public final class Pages {

    private final Database database;
    private final Identity identity;
    private final Activities activities;
    private final Frames frames;
    private final ThreadPages threads;

    public Pages(Database database, Identity identity, Activities activities, Frames frames, ThreadPages threads) {
        this.database = database;
        this.identity = identity;
        this.activities = activities;
        this.frames = frames;
        this.threads = threads;
    }

    public Future<Reply> home(Request request) {
        return identity.readerOrStranger(request)
                .compose(reader -> home(request, reader))
                .recover(Pages::sorry);
    }

    private Future<Reply> home(Request request, Optional<UUID> reader) {
        Validity validity = new Validity();
        return home(request, Feed.newest(request), reader, validity)
                .map(page -> isComposing(page) ? page.with(Composer.empty()) : page)
                .map(page -> Html.framed("home.jte", page.frame(), page, validity));
    }

    private Future<FeedPage> home(Request request, Window window, Optional<UUID> reader, Validity validity) {
        return Future.all(
                        frames.of(Place.HOME, reader, validity),
                        database.reads(reader)
                                .watchedBy(validity)
                                .columns(Activities.home(window, reader), Card.COLUMNS))
                .map(found -> home(request, found.resultAt(0), Feed.of(found.resultAt(1), window, request, Card::of)));
    }

    /// The first page, the only one with a composer, with a crud that was refused.
    private Future<Reply> refused(Request request, UUID person, Composer refused, Map<String, String> headers) {
        return home(request, Window.newest(Feed.LENGTH), Optional.of(person), new Validity())
                .map(page -> Html.framed(422, "home.jte", page.frame(), page.with(refused), headers));
    }

    private static FeedPage home(Request request, Frame frame, Feed<Card> feed) {
        Head head = feed.isFirst()
                ? Head.of(request, "Cruddur", "Short posts that expire. Say it while it lasts.", "/")
                        .withFeeds("")
                : Head.unlisted("Older cruds");
        return FeedPage.of(
                head,
                frame,
                feed.isFirst() ? "Newest cruds" : "Older cruds",
                feed,
                feed.isFirst()
                        ? "It is quiet here. All that was said has expired, just as it should."
                        : "Nothing older is left. It has all expired, just as it should.");
    }

    private static boolean isComposing(FeedPage page) {
        return page.frame().viewer().isPresent() && page.feed().isFirst();
    }

    /// Posts the crud of the form. A person who has to sign in first keeps the text.
    public Future<Reply> post(Request request) {
        return Future.succeededFuture(request)
                .map(Pages::form)
                .compose(crud -> post(request, crud))
                .recover(Pages::sorry);
    }

    /// Posts the reply of the form to the activity of the path.
    public Future<Reply> reply(Request request) {
        return Future.succeededFuture(request)
                .map(Pages::form)
                .map(sent -> sent.with(Composer.REPLY_TO, request.uuid().toString()))
                .compose(reply -> post(request, reply))
                .recover(Pages::sorry);
    }

    private Future<Reply> post(Request request, Form crud) {
        return identity.person(request)
                .compose(person -> post(request, person, crud, Map.of()))
                .recover(failure -> isStranger(failure) ? signInFirst(crud) : Future.failedFuture(failure));
    }

    /// The form that was sent. Fails if it did not come from a page of this server, because a page
    /// of another server could make people post or do things unintentionally.
    static Form form(Request request) {
        if (request.isFromForeignPage()) {
            throw new RefusedException(Reply.FOREIGN);
        }
        return Form.of(request.body());
    }

    private static boolean isStranger(Throwable failure) {
        return failure instanceof RefusedException refused
                && refused.reply() instanceof Reply.Problem problem
                && problem.status() == 401;
    }

    private Future<Reply> signInFirst(Form crud) {
        return frames.of(Place.SIGN_IN, Optional.empty())
                .map(frame -> Html.form(401, frame, toPost(AccountForm.SIGNING_IN, crud), Map.of()));
    }

    /// The sign-in form, with the crud in hidden fields.
    static AccountForm toPost(AccountForm signIn, Form crud) {
        return signIn.carrying(
                "You are signed out. Nothing of your crud is lost: sign in, and it is posted.",
                Composer.written(crud).fields());
    }

    /// Posts the crud or reply for this person, or shows its text with the error.
    ///
    /// @param headers of the answer
    Future<Reply> post(Request request, UUID person, Form sent, Map<String, String> headers) {
        Form written = Composer.written(sent);
        Optional<UUID> answered = Optional.of(written.text(Composer.REPLY_TO))
                .filter(uuid -> !uuid.isEmpty())
                .map(Request::uuidOf);
        return answered.map(uuid -> activities.reply(person, uuid, written))
                .orElseGet(() -> activities.create(person, written))
                .map(Pages::posted)
                .recover(Pages::refused)
                .compose(posted -> switch (posted) {
                    case Posted.Made() ->
                        Future.succeededFuture(new Reply.SeeOther(
                                answered.map(uuid -> "/status/" + uuid + "#newest")
                                        .orElse("/"),
                                headers));
                    case Posted.Refused(String error) -> again(request, person, written, answered, error, headers);
                });
    }

    private Future<Reply> again(
            Request request,
            UUID person,
            Form written,
            Optional<UUID> answered,
            String error,
            Map<String, String> headers) {
        return answered.isPresent()
                ? threads.refused(request, person, answered.get(), written, error, headers)
                : refused(request, person, Composer.empty().refused(written, error), headers);
    }

    sealed interface Posted {
        record Made() implements Posted {}

        record Refused(String error) implements Posted {}
    }

    /// It is refused if the idempotency key of the form was used before, because the person went back
    /// to an earlier page, or if the activity that a reply answers is gone.
    static Posted posted(Reply reply) {
        return switch (reply) {
            case Reply.Json _ -> new Posted.Made();
            case Reply.Problem problem
            when problem.status() == 404 -> new Posted.Refused(Sentences.of("answered_gone"));
            case Reply.Problem problem when problem.status() == 410 -> new Posted.Refused(Sentences.of("message_gone"));
            default -> new Posted.Refused(Sentences.of("message_posted"));
        };
    }

    /// It is refused if it breaks a rule.
    static Future<Posted> refused(Throwable failure) {
        return Refusal.of(failure).orElse(null) instanceof Reply.Refused(List<String> codes)
                ? Future.succeededFuture(new Posted.Refused(Sentences.of(codes.getFirst())))
                : Future.failedFuture(failure);
    }

    /// A button of a page: does what a route of the API does, and shows the page again that has the
    /// button.
    public static Handler button(Handler api) {
        return request -> Future.succeededFuture(request)
                .map(Pages::form)
                .compose(form -> api.handle(request.withBody(form.json())))
                .map(reply -> reply instanceof Reply.Problem problem ? Html.sorry(problem) : back(request))
                .recover(Pages::sorry);
    }

    private static Reply back(Request request) {
        String place = request.parameters().containsKey("uuid") ? "#" + request.uuid() : "";
        return new Reply.SeeOther(request.ownReferrer().orElse("/") + place, Map.of());
    }

    /// A page for rare requests: plain calls on a virtual thread.
    public static Handler offLoop(Handler.Blocking page) {
        Handler handler = Handler.offLoop(page);
        return request -> handler.handle(request).recover(Pages::sorry);
    }

    /// Shows a problem document as a page for people.
    static Future<Reply> sorry(Throwable failure) {
        return Refusals.of(failure).orElse(null) instanceof Reply.Problem problem
                ? Future.succeededFuture(Html.sorry(problem))
                : Future.failedFuture(failure);
    }
}
