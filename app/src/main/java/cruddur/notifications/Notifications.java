package cruddur.notifications;

import cruddur.database.Database;
import cruddur.database.Window;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;
import io.vertx.core.Future;
import java.util.UUID;

/// The notifications of the signed-in person. Triggers in PostgreSQL write them.
public final class Notifications {

    private static final Query NEWEST = Query.load("notifications/newest");
    private static final Query READ = Query.load("notifications/read");

    private static final int PAGE = 20;

    private final Database database;
    private final Identity identity;

    public Notifications(Database database, Identity identity) {
        this.database = database;
        this.identity = identity;
    }

    public Future<Reply> newest(Request request) {
        Window window = Window.before(request, PAGE);
        return identity.person(request)
                .compose(person -> database.reads().page(newest(window, person)))
                .map(page -> window.reply(request, page));
    }

    /// A page of a person's notifications.
    public static BoundQuery newest(Window window, UUID person) {
        return window.of(NEWEST).with("person", person);
    }

    /// Marks all of them as read.
    public Future<Reply> read(Request request) {
        return identity.person(request)
                .compose(person -> database.writes().rows(READ.with("person", person)))
                .map(_ -> new Reply.Empty());
    }
}
