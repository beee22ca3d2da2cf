package cruddur.pages;

import cruddur.activities.Activities;
import cruddur.database.Database;
import cruddur.database.Lane;
import cruddur.database.Refusal;
import cruddur.database.Validity;
import cruddur.database.Window;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.notifications.Notifications;
import cruddur.people.People;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The pages that list cruds, except the home page: searches, tags, profiles, notifications; and the
/// trends.
public final class FeedPages {

    private static final Pattern HANDLE = Pattern.compile("@?\\w{1,30}");
    private static final Pattern TAG = Pattern.compile("[^\\s#@]+");

    private final Database database;
    private final Identity identity;
    private final People people;
    private final Frames frames;

    public FeedPages(Database database, Identity identity, People people, Frames frames) {
        this.database = database;
        this.identity = identity;
        this.people = people;
        this.frames = frames;
    }

    public Future<Reply> search(Request request) {
        String term = request.query("term").orElse("").strip();
        return identity.readerOrStranger(request)
                .compose(reader -> term.isEmpty() ? unsearched(request, reader) : search(request, reader, term))
                .recover(Pages::sorry);
    }

    private Future<Reply> unsearched(Request request, Optional<UUID> reader) {
        Validity validity = new Validity();
        return frames.of(Place.SEARCH, reader, validity).map(frame -> {
            FeedPage page = FeedPage.of(
                    head(request, "Search"),
                    frame,
                    "Search",
                    Feed.nothing(),
                    "Words and #tags find cruds. An @handle finds its person, too.");
            return Html.framed("feed.jte", frame, page.searching(Search.NOTHING), validity);
        });
    }

    private Future<Reply> search(Request request, Optional<UUID> reader, String term) {
        Future<Search> search = personOf(reader, term).map(person -> new Search(term, person));
        return Future.all(found(request, reader, Place.SEARCH, term), search).map(both -> {
            Found found = both.resultAt(0);
            FeedPage page = FeedPage.of(
                    head(request, "Search: " + term), found.frame, "Found for “" + term + "”", found.feed, found.empty);
            return Html.framed("feed.jte", found.frame, page.searching(both.resultAt(1)), found.validity);
        });
    }

    /// The person whose handle a term is, with or without the `@`.
    private Future<Optional<Portrait>> personOf(Optional<UUID> reader, String term) {
        return HANDLE.matcher(term).matches()
                ? database.reads(reader)
                        .columns(People.profile(term.replace("@", ""), Optional.empty()), Portrait.COLUMNS)
                        .map(rows -> rows.stream().findFirst().map(Portrait::of))
                : Future.succeededFuture(Optional.empty());
    }

    /// For search engines, all searches are one page.
    private static Head head(Request request, String title) {
        return Head.of(request, title, "Search cruds by words, tags and handles.", "/search");
    }

    public Future<Reply> tag(Request request) {
        String tag = request.tag();
        if (!TAG.matcher(tag).matches()) {
            return Future.succeededFuture(Html.sorry(Reply.NOT_FOUND));
        }
        return identity.readerOrStranger(request)
                .compose(reader -> found(request, reader, Place.TRENDS, "#" + tag))
                .map(found -> Html.framed(
                        "feed.jte",
                        found.frame,
                        FeedPage.of(
                                Head.of(request, "#" + tag, "Cruds with #" + tag + ".", Segment.tagAddress(tag))
                                        .withFeeds(Segment.tagAddress(tag)),
                                found.frame,
                                "#" + tag,
                                found.feed,
                                found.empty),
                        found.validity))
                .recover(Pages::sorry);
    }

    private record Found(Frame frame, Feed<Card> feed, String empty, Validity validity) {}

    /// What a term finds. If the term is refused, it finds nothing, and the page says why.
    private Future<Found> found(Request request, Optional<UUID> reader, Place place, String term) {
        Window window = Feed.newest(request);
        Validity validity = new Validity();
        Future<Feed<Card>> feed = database.searches(reader)
                .watchedBy(validity)
                .columns(Activities.search(window, Optional.of(term), reader), Card.COLUMNS)
                .map(rows -> Feed.of(rows, window, request, Card::of));
        return frames.of(place, reader, validity)
                .compose(frame -> feed.map(
                                cards -> new Found(frame, cards, "Nothing that lives has this in it.", validity))
                        .recover(failure ->
                                refusal(failure).map(why -> new Found(frame, Feed.nothing(), why, validity))));
    }

    private static Future<String> refusal(Throwable failure) {
        return Refusal.of(failure).orElse(null) instanceof Reply.Refused(List<String> codes)
                ? Future.succeededFuture(Sentences.of(codes.getFirst()))
                : Future.failedFuture(failure);
    }

    public Future<Reply> profile(Request request) {
        Validity validity = new Validity();
        return identity.readerOrStranger(request)
                .compose(reader -> profile(request, reader, validity))
                .map(page -> Html.framed("feed.jte", page.frame(), page, validity))
                .recover(Pages::sorry);
    }

    private Future<FeedPage> profile(Request request, Optional<UUID> reader, Validity validity) {
        Window window = Feed.newest(request);
        String handle = request.handle();
        Lane reads = database.reads(reader).watchedBy(validity);
        return Future.all(
                        frames.of(Place.ELSEWHERE, reader, validity),
                        reads.columns(People.profile(handle, reader), Profile.COLUMNS),
                        reads.columns(People.cruds(window, handle, reader), Card.COLUMNS))
                .map(found -> profile(
                        request,
                        found.resultAt(0),
                        person(found.resultAt(1)),
                        Feed.of(found.resultAt(2), window, request, Card::of)));
    }

    private static Profile person(RowSet<Row> rows) {
        return rows.stream()
                .findFirst()
                .map(Profile::of)
                .orElseThrow(() -> new RefusedException(new Reply.Problem(404, "No person has this handle.")));
    }

    private static FeedPage profile(Request request, Frame frame, Profile profile, Feed<Card> feed) {
        Portrait person = profile.person();
        String title = person.displayName() + " (@" + person.handle() + ")";
        String description = profile.bio().isEmpty() ? "The cruds of @" + person.handle() + "." : profile.bio();
        Place place = profile.isViewer() ? Place.PROFILE : Place.ELSEWHERE;
        return FeedPage.of(
                        Head.of(request, title, description, person.address()).withFeeds(person.address()),
                        frame.at(place),
                        "Cruds",
                        feed,
                        profile.isBlocked()
                                ? "You block @" + person.handle() + ": neither of you sees what the other writes."
                                : "No crud of @" + person.handle() + " is alive.")
                .about(profile);
    }

    /// Changes the profile of the signed-in person; or shows it again with the errors.
    public Future<Reply> updateProfile(Request request) {
        return Future.succeededFuture(request)
                .map(Pages::form)
                .compose(form -> requireOwn(request).compose(_ -> updateProfile(request, form)))
                .recover(Pages::sorry);
    }

    /// Fails if the profile of the path is another person's.
    private Future<Void> requireOwn(Request request) {
        return identity.person(request)
                .compose(person -> frames.of(Place.ELSEWHERE, Optional.of(person)))
                .compose(frame -> frame.viewer()
                                .filter(viewer -> viewer.person().handle().equalsIgnoreCase(request.handle()))
                                .isPresent()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new RefusedException(
                                new Reply.Problem(403, "A profile can be edited by its owner alone."))));
    }

    private Future<Reply> updateProfile(Request request, Form form) {
        String name = form.word("display_name");
        String bio = form.text("bio").replace("\r\n", "\n").strip();
        Request update = request.withBody(new Form(Map.of("display_name", name, "bio", bio)).json());
        return people.update(update)
                .<Reply>map(_ -> new Reply.SeeOther("/@" + request.handle(), Map.of()))
                .recover(failure -> Refusal.of(failure).orElse(null) instanceof Reply.Refused(List<String> codes)
                        ? refusedProfile(request, name, bio, codes)
                        : Future.failedFuture(failure));
    }

    private Future<Reply> refusedProfile(Request request, String name, String bio, List<String> codes) {
        Map<String, String> errors = new HashMap<>();
        codes.forEach(code -> errors.put(code.startsWith("bio") ? "bio" : "display_name", Sentences.of(code)));
        return identity.readerOrStranger(request)
                .compose(reader -> profile(request, reader, new Validity()))
                .map(page -> page.about(page.profile().orElseThrow().refused(name, bio, errors)))
                .map(page -> Html.framed(422, "feed.jte", page.frame(), page, Map.of()));
    }

    public Future<Reply> notifications(Request request) {
        Window window = Feed.newest(request);
        return identity.person(request)
                .compose(person -> Future.all(
                        frames.of(Place.NOTIFICATIONS, Optional.of(person)),
                        database.reads().columns(Notifications.newest(window, person), Notification.COLUMNS)))
                .map(found -> new NotificationsPage(
                        Head.unlisted("Notifications"),
                        found.resultAt(0),
                        Feed.of(found.resultAt(1), window, request, Notification::of)))
                .map(page -> Html.framed(200, "notifications.jte", page.frame(), page, Map.of()))
                .recover(Pages::sorry);
    }

    public Future<Reply> trends(Request request) {
        Validity validity = new Validity();
        return identity.readerOrStranger(request)
                .compose(reader -> frames.of(Place.TRENDS, reader, validity))
                .map(frame -> Html.framed(
                        "trends.jte",
                        frame,
                        new TrendsPage(Head.of(request, "Trends", "The most used hashtags.", "/trends"), frame),
                        validity))
                .recover(Pages::sorry);
    }
}
