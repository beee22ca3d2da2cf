package cruddur.reactions;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;

import java.util.UUID;

/// Likes and reposts: rows that are there or not, so that doing a thing twice changes nothing.
public final class Reactions {

    private static final Query LIKE = Query.load("likes/put");
    private static final Query TAKE_LIKE_BACK = Query.load("likes/delete");
    private static final Query REPOST = Query.load("reposts/put");
    private static final Query TAKE_REPOST_BACK = Query.load("reposts/delete");
    private static final Query ACTIVITY = Query.load("activities/one");

    private final Database database;
    private final Identity identity;

    public Reactions(Database database, Identity identity) {
        this.database = database;
        this.identity = identity;
    }

    public Future<Reply> like(Request request) {
        return change(LIKE, request);
    }

    public Future<Reply> takeLikeBack(Request request) {
        return change(TAKE_LIKE_BACK, request);
    }

    public Future<Reply> repost(Request request) {
        return change(REPOST, request);
    }

    public Future<Reply> takeRepostBack(Request request) {
        return change(TAKE_REPOST_BACK, request);
    }

    /// A statement does not see what its triggers count, so the activity is read after it.
    private Future<Reply> change(Query change, Request request) {
        UUID activity = request.uuid();
        return identity.person(request)
                .compose(
                        person ->
                                database.change(
                                                change.with("person", person)
                                                        .with("uuid", activity))
                                        .compose(
                                                _ ->
                                                        database.item(
                                                                ACTIVITY.with("uuid", activity)
                                                                        .with("reader", person))))
                .map(Reply::found);
    }
}
