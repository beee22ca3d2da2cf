package cruddur.feeds;

import cruddur.activities.Activities;
import cruddur.database.Database;
import cruddur.database.Lane;
import cruddur.database.Page;
import cruddur.database.Window;
import cruddur.http.Freshness;
import cruddur.http.Handler;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.people.People;
import cruddur.sql.BoundQuery;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Feeds as strangers see them.
public final class Feeds {

    private static final int LENGTH = 20;

    private static final Map<String, String> CHECKED = Map.of("Cache-Control", "no-cache");

    /// A feed format.
    public enum Format {
        JSON("feed.json", "application/feed+json; charset=utf-8"),
        ATOM("feed.atom", "application/atom+xml; charset=utf-8");

        private final String file;
        private final String type;

        Format(String file, String type) {
            this.file = file;
            this.type = type;
        }

        private Future<Page> feed(Lane lane, BoundQuery cruds) {
            return this == JSON ? lane.jsonFeed(cruds) : lane.atomFeed(cruds);
        }
    }

    private final Database database;

    public Feeds(Database database) {
        this.database = database;
    }

    /// Of all cruds.
    public Handler home(Format format) {
        return request -> feed(
                request,
                format,
                "Cruddur",
                "/",
                reads(request),
                Activities.home(Window.newest(LENGTH), Optional.empty()));
    }

    /// Of the cruds of a person.
    public Handler person(Format format) {
        return request -> {
            String handle = request.handle();
            return database.reads()
                    .object(People.inShort(handle))
                    .compose(person -> Reply.isNothing(person)
                            ? Future.succeededFuture(new Reply.Cacheable(Reply.NOT_FOUND, Freshness.LASTING))
                            : feed(
                                    request,
                                    format,
                                    "@" + handle + " on Cruddur",
                                    "/@" + handle,
                                    reads(request),
                                    People.cruds(Window.newest(LENGTH), handle, Optional.empty())));
        };
    }

    /// Of the cruds with a tag.
    public Handler tag(Format format) {
        return request -> {
            String tag = request.tag();
            return feed(
                    request,
                    format,
                    "#" + tag + " on Cruddur",
                    "/tags/" + URLEncoder.encode(tag, StandardCharsets.UTF_8).replace("+", "%20"),
                    searches(request),
                    Activities.search(Window.newest(LENGTH), Optional.of("#" + tag), Optional.empty()));
        };
    }

    /// A feed is the same for a signed-in person, who must find in it at once what they wrote.
    private Lane reads(Request request) {
        return request.isAnonymous() ? database.reads(Optional.empty()) : database.reads();
    }

    private Lane searches(Request request) {
        return request.isAnonymous() ? database.searches(Optional.empty()) : database.searches();
    }

    private static Future<Reply> feed(
            Request request, Format format, String title, String page, Lane lane, BoundQuery cruds) {
        String origin = request.origin();
        String address = origin + page + (page.endsWith("/") ? "" : "/") + format.file;
        BoundQuery feed = cruds.with("feed_title", title)
                .with("feed_page", origin + page)
                .with("feed_address", address)
                .with("feed_origin", origin);
        return format.feed(lane, feed)
                .map(found -> new Reply.Cacheable(
                        new Reply.Document(format.type, found.items(), CHECKED), found.freshness()));
    }
}
