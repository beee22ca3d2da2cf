package cruddur.moderation;

import cruddur.database.Database;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/// Blocks and reports. Each is a row that exists or not, so every call is idempotent.
public final class Moderation {

    private static final Query BLOCK = Query.load("blocks/put");
    private static final Query UNBLOCK = Query.load("blocks/delete");
    private static final Query REPORT = Query.load("reports/put");

    private final Database database;
    private final Identity identity;

    public Moderation(Database database, Identity identity) {
        this.database = database;
        this.identity = identity;
    }

    public Future<Reply> block(Request request) {
        return change(BLOCK.with("handle", request.handle()), request);
    }

    public Future<Reply> unblock(Request request) {
        return change(UNBLOCK.with("handle", request.handle()), request);
    }

    public Future<Reply> report(Request request) {
        return change(REPORT.with("uuid", request.uuid()).with("body", request.body()), request);
    }

    private Future<Reply> change(BoundQuery change, Request request) {
        return identity.person(request)
                .compose(person -> database.writes().rows(change.with("person", person)))
                .map(Moderation::done);
    }

    private static Reply done(RowSet<Row> target) {
        return target.size() == 0 ? Reply.NOT_FOUND : new Reply.Empty();
    }
}
