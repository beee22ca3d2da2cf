package cruddur.reactions;

import cruddur.activities.Activities;
import cruddur.database.Database;
import cruddur.growth.Metric;
import cruddur.growth.Tally;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Likes and reposts. Each is a row that exists or not, so every call is idempotent.
public final class Reactions {

    private static final Query LIKE = Query.load("likes/put");
    private static final Query TAKE_LIKE_BACK = Query.load("likes/delete");
    private static final Query REPOST = Query.load("reposts/put");
    private static final Query TAKE_REPOST_BACK = Query.load("reposts/delete");

    private final Database database;
    private final Identity identity;
    private final Tally tally;

    public Reactions(Database database, Identity identity, Tally tally) {
        this.database = database;
        this.identity = identity;
        this.tally = tally;
    }

    public Future<Reply> like(Request request) {
        return change(LIKE, request, added -> count(Metric.LIKES, added));
    }

    public Future<Reply> takeLikeBack(Request request) {
        return change(TAKE_LIKE_BACK, request, _ -> {});
    }

    public Future<Reply> repost(Request request) {
        return change(REPOST, request, added -> count(Metric.REPOSTS, added));
    }

    public Future<Reply> takeRepostBack(Request request) {
        return change(TAKE_REPOST_BACK, request, _ -> {});
    }

    /// No row was added if the person had liked or reposted it before.
    private void count(Metric metric, RowSet<Row> added) {
        added.forEach(row -> tally.count(metric, row.getLocalDate("day")));
    }

    /// A statement does not see the counters that its triggers change, so the activity is read
    /// afterwards.
    private Future<Reply> change(Query change, Request request, Consumer<RowSet<Row>> counting) {
        UUID activity = request.uuid();
        return identity.person(request)
                .compose(person -> database.writes()
                        .rows(change.with("person", person).with("uuid", activity))
                        .onSuccess(counting::accept)
                        .compose(_ -> database.reads()
                                .object(Activities.one(activity, Optional.empty(), Optional.of(person)))))
                .map(Reply::found);
    }
}
