package cruddur.pages;

import cruddur.activities.Activities;
import cruddur.files.Bundled;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.Cursor;
import cruddur.sql.Database;
import cruddur.sql.Query;
import cruddur.sql.Refusal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The web page, and the files it is made of.
public final class Pages {

    private static final int CARDS = 20;

    /// Every file that the page may ask for, with its media type.
    private static final Map<String, String> ASSETS =
            Map.of(
                    "cruddur.css", "text/css; charset=utf-8",
                    "favicon.svg", "image/svg+xml");

    private static final Map<String, String> ASSET_HEADERS = Map.of("Cache-Control", "no-cache");

    /// In a checkout, an edit shows when the page is loaded again.
    private static final boolean EDITABLE = System.getProperty("cruddur.checkout") != null;

    private final Map<String, Buffer> assets = new ConcurrentHashMap<>();
    private static final Query ME = Query.load("people/me");

    private final Database database;
    private final Identity identity;
    private final Activities activities;

    public Pages(Database database, Identity identity, Activities activities) {
        this.database = database;
        this.identity = identity;
        this.activities = activities;
    }

    public Future<Reply> home(Request request) {
        return identity.readerOrStranger(request)
                .compose(
                        reader ->
                                home(
                                        request.cursor("before", Cursor::parse, Cursor.NEWEST),
                                        200,
                                        reader,
                                        Composer.empty(),
                                        Map.of()))
                .recover(Pages::sorry);
    }

    private Future<Reply> home(
            Cursor before,
            int status,
            Optional<UUID> reader,
            Composer composer,
            Map<String, String> headers) {
        return Future.all(
                        database.rows(Activities.home(before, CARDS).with("reader", reader)),
                        me(reader))
                .map(
                        found ->
                                HomePage.of(
                                        found.resultAt(0),
                                        CARDS,
                                        before.equals(Cursor.NEWEST),
                                        found.resultAt(1),
                                        composer))
                .map(
                        page ->
                                page.handle().isPresent()
                                        ? Html.personal(status, "home.jte", page, headers)
                                        : Html.of(status, "home.jte", page, headers));
    }

    private Future<Optional<String>> me(Optional<UUID> reader) {
        return reader.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : database.rows(ME.with("person", reader))
                        .map(
                                rows ->
                                        rows.size() == 0
                                                ? Optional.empty()
                                                : Optional.of(
                                                        rows.iterator()
                                                                .next()
                                                                .getString("handle")));
    }

    /// Posts what was written on the page. Who has to sign in first does not lose it.
    public Future<Reply> post(Request request) {
        return form(request).compose(crud -> post(request, crud)).recover(Pages::sorry);
    }

    private Future<Reply> post(Request request, Form crud) {
        return identity.person(request)
                .compose(person -> post(person, crud, Map.of()))
                .recover(
                        failure ->
                                isStranger(failure)
                                        ? Future.succeededFuture(signInFirst(crud))
                                        : Future.failedFuture(failure));
    }

    /// What a form of this server's pages sent; fails if that is none, or another server's, which
    /// could have people say or do what they do not mean to.
    static Future<Form> form(Request request) {
        return request.isFromForeignPage()
                ? Future.failedFuture(new RefusedException(Reply.FOREIGN))
                : Future.succeededFuture(request.body()).map(Form::of);
    }

    private static boolean isStranger(Throwable failure) {
        return failure instanceof RefusedException refused
                && refused.reply() instanceof Reply.Problem problem
                && problem.status() == 401;
    }

    private static Reply signInFirst(Form crud) {
        return Html.of(401, "form.jte", toPost(FormPage.SIGNING_IN, crud), Map.of());
    }

    /// The form with the crud in its luggage.
    static FormPage toPost(FormPage signIn, Form crud) {
        return signIn.carrying(
                "You are signed out. Nothing of your crud is lost: sign in, and it is posted.",
                Composer.written(crud).fields());
    }

    /// Posts it for this person, or shows what they wrote with why it was refused: on the first
    /// page, which alone has room for it.
    ///
    /// @param headers of the answer
    Future<Reply> post(UUID person, Form sent, Map<String, String> headers) {
        Form crud = Composer.written(sent);
        return activities
                .create(person, crud)
                .map(Pages::refusal)
                .recover(Pages::refusal)
                .compose(
                        refusal ->
                                refusal.isEmpty()
                                        ? Future.succeededFuture(new Reply.SeeOther("/", headers))
                                        : home(
                                                Cursor.NEWEST,
                                                422,
                                                Optional.of(person),
                                                Composer.refused(crud, refusal.get()),
                                                headers));
    }

    /// Why nothing was posted: the key of the page that somebody went back to was used before.
    private static Optional<String> refusal(Reply reply) {
        return reply instanceof Reply.Problem(int status, _, _)
                ? Optional.of(Sentences.of(status == 410 ? "message_gone" : "message_posted"))
                : Optional.empty();
    }

    /// Why nothing was posted: the crud breaks a rule.
    private static Future<Optional<String>> refusal(Throwable failure) {
        return Refusal.of(failure).orElse(null) instanceof Reply.Refused(List<String> codes)
                ? Future.succeededFuture(Optional.of(Sentences.of(codes.getFirst())))
                : Future.failedFuture(failure);
    }

    /// What programs are told in a problem document, people are told on a page.
    static Future<Reply> sorry(Throwable failure) {
        Optional<Reply> refusal =
                failure instanceof RefusedException e
                        ? Optional.of(e.reply())
                        : Refusal.of(failure);
        return refusal.orElse(null) instanceof Reply.Problem problem
                ? Future.succeededFuture(Html.sorry(problem))
                : Future.failedFuture(failure);
    }

    public Future<Reply> asset(Request request) {
        String name = request.parameters().getOrDefault("name", "");
        String type = ASSETS.get(name);
        return Future.succeededFuture(
                type == null
                        ? Reply.NOT_FOUND
                        : new Reply.Document(type, content(name), ASSET_HEADERS));
    }

    private Buffer content(String name) {
        return EDITABLE ? read(name) : assets.computeIfAbsent(name, Pages::read);
    }

    private static Buffer read(String name) {
        return Buffer.buffer(Bundled.bytes("web/" + name));
    }
}
