package cruddur.pages;

import cruddur.activities.Activities;
import cruddur.database.Database;
import cruddur.database.Lane;
import cruddur.database.Validity;
import cruddur.http.Freshness;
import cruddur.people.People;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Reads what surrounds the content of a page.
///
/// Trends and suggested people are the same for all readers. Pages of one event loop share them for
/// a second, which is how late a reader may learn of anything, or until the first of their cruds expires.
public final class Frames {

    private static final Query VIEWER = Query.load("people/viewer");

    private static final Duration SHARED = Duration.ofSeconds(1);

    /// Searches share the connections of trends. While they take all of them, pages go without trends.
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Vertx vertx;
    private final Database database;
    private Optional<Shared> newest = Optional.empty();

    public Frames(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.database = database;
    }

    /// The sidebar of several pages. It stays with its own time, because the first of the pages that waited for it may
    /// already have replaced it when the others go on.
    private record Shared(Future<Sidebar> sidebar, Validity validity, long fetchedAt) {

        /// The rest of the time for which pages may show it.
        private Duration left() {
            Freshness freshness = validity.freshness();
            return freshness.until(SHARED.minus(freshness.age())).validFor().minusNanos(System.nanoTime() - fetchedAt);
        }
    }

    /// The frame of a page that no cache keeps. A frame without a viewer is that of a stranger, also if
    /// the reader's row is gone.
    Future<Frame> of(Place place, Optional<UUID> reader) {
        return of(place, reader, new Validity());
    }

    /// The frame of a page.
    ///
    /// @param validity of what the page shows; the frame shortens it
    Future<Frame> of(Place place, Optional<UUID> reader, Validity validity) {
        Shared beside = shared();
        return Future.all(viewer(reader), beside.sidebar).map(found -> {
            validity.limit(beside.left());
            return Frame.of(
                    place,
                    found.resultAt(0),
                    found.resultAt(1),
                    database.clocks().database().instant());
        });
    }

    private Future<Optional<Viewer>> viewer(Optional<UUID> reader) {
        return reader.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : database.reads()
                        .rows(VIEWER.with("person", reader))
                        .map(rows -> rows.stream().findFirst().map(Viewer::of));
    }

    private Shared shared() {
        Shared shared = newest.filter(each -> !each.left().isNegative()).orElseGet(this::fetch);
        newest = Optional.of(shared);
        return shared;
    }

    private Shared fetch() {
        Validity validity = new Validity();
        long fetchedAt = System.nanoTime();
        return new Shared(fetch(database.searches().watchedBy(validity)), validity, fetchedAt);
    }

    /// A page without trends is better than none, or a late one.
    private Future<Sidebar> fetch(Lane searches) {
        Promise<Sidebar> fetched = Promise.promise();
        long patience = vertx.setTimer(PATIENCE.toMillis(), _ -> fetched.tryComplete(Sidebar.EMPTY));
        Future.all(
                        searches.columns(Activities.trends(), Sidebar.TRENDS),
                        searches.columns(People.suggested(Optional.empty()), Sidebar.PEOPLE))
                .map(found -> Sidebar.of(found.resultAt(0), found.resultAt(1)))
                .otherwise(Sidebar.EMPTY)
                .onSuccess(found -> {
                    vertx.cancelTimer(patience);
                    fetched.tryComplete(found);
                });
        return fetched.future();
    }
}
