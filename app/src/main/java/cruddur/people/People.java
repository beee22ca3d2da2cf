package cruddur.people;

import cruddur.database.Database;
import cruddur.database.Statements;
import cruddur.database.Window;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/// Profiles, short forms of people, and suggestions.
public final class People {

    private static final Query HEAD = Query.load("people/profile");
    private static final Query CRUDS = Query.load("people/cruds");
    private static final Query PROFILE = Statements.document("profile", HEAD, "activities", CRUDS);
    private static final Query SHORT = Query.load("people/short");
    private static final Query SUGGESTED = Query.load("people/suggested");
    private static final Query UPDATE = Query.load("people/update");

    /// The original front end shows no more cruds than it gets at first.
    private static final int CRUDS_PAGE = 40;

    private final Database database;
    private final Identity identity;

    public People(Database database, Identity identity) {
        this.database = database;
        this.identity = identity;
    }

    public Future<Reply> profile(Request request) {
        Window window = Window.before(request, CRUDS_PAGE);
        BoundQuery profile = window.of(PROFILE).with("handle", request.handle());
        return identity.reader(request)
                .compose(reader -> database.reads(reader).document(profile.with("reader", reader)))
                .map(page -> window.found(request, page));
    }

    /// A person, as this reader sees them.
    public static BoundQuery profile(String handle, Optional<UUID> reader) {
        return HEAD.with("handle", handle).with("reader", reader);
    }

    /// A page of a person's cruds, as this reader sees it.
    public static BoundQuery cruds(Window window, String handle, Optional<UUID> reader) {
        return window.of(CRUDS).with("handle", handle).with("reader", reader);
    }

    public Future<Reply> inShort(Request request) {
        BoundQuery person = inShort(request.handle());
        return identity.reader(request)
                .compose(_ -> database.reads().object(person))
                .map(Reply::found);
    }

    /// A person in short.
    public static BoundQuery inShort(String handle) {
        return SHORT.with("handle", handle);
    }

    public Future<Reply> suggested(Request request) {
        return identity.reader(request)
                .compose(reader -> database.searches(reader).array(suggested(reader)))
                .map(Window::whole);
    }

    /// People that this reader may want to read.
    public static BoundQuery suggested(Optional<UUID> reader) {
        return SUGGESTED.with("reader", reader);
    }

    public Future<Reply> update(Request request) {
        BoundQuery update = UPDATE.with("body", request.body());
        return identity.person(request)
                .compose(person -> database.writes().written(update.with("person", person)))
                .map(Reply::found);
    }
}
