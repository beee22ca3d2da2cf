package cruddur.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// PostgreSQL as the features see it: a query and its values in, the bytes of a JSON document out.
///
/// Reads run in read-only sessions; writes have a pool of their own, so that a slow write never
/// stands in front of a read. A value may be an `Optional`, whose emptiness is SQL's null. Every
/// future completes within the limits of [Pools]; [Refusal] says what a failure means.
///
/// Lives on the event loop that opened it.
public final class Database {

    private static final String ARRAY =
            "select convert_to(coalesce(json_agg(item), '[]')::text, 'UTF8') from (";

    private static final String OBJECT =
            "select convert_to(coalesce((select row_to_json(item) from (";

    // The query answers one row more than `:limit`: the array leaves it out, but it tells that
    // there is more.
    private static final String PAGE =
            """
            select
              convert_to(coalesce(array_to_json((array_agg(item))[1 : :limit]), '[]')::text, 'UTF8'),
              count(*) > :limit,
              (array_agg(created_at))[:limit],
              (array_agg(uuid))[:limit]
            from (\
            """;

    private static final String ITEM = "select convert_to(item::text, 'UTF8') from (";

    // One object that holds a page of a list, and where the list goes on.
    private static final String DOCUMENT =
            "select convert_to(item::text, 'UTF8'), has_more, created_at, uuid from (";

    private static final Buffer NO_OBJECT = Buffer.buffer("{}");

    /// How often a write is tried that another one got in the way of.
    private static final int ATTEMPTS = 4;

    private final Pools pools;
    private Pools.Open open;

    // Wrapped once: equal texts are one prepared statement, and by name they are found without
    // being compared.
    private final Map<String, Query> arrays = new ConcurrentHashMap<>();
    private final Map<String, Query> objects = new ConcurrentHashMap<>();
    private final Map<String, Query> items = new ConcurrentHashMap<>();
    private final Map<String, Query> pages = new ConcurrentHashMap<>();
    private final Map<String, Query> documents = new ConcurrentHashMap<>();

    private Database(Pools pools) {
        this.pools = pools;
        this.open = pools.open();
    }

    /// Opens the pools on the current event loop. Connects when the first query comes, so that a
    /// server starts, and says what is wrong, while its database is away.
    ///
    /// @param loops the event loops of this server, which share its connections
    public static Database open(Vertx vertx, Login login, int loops) {
        return new Database(new Pools(vertx, login, loops));
    }

    /// All rows as a JSON array of objects; `[]` without rows. For what looks through thousands of
    /// rows, which, like [#search], must not stand in front of other reads.
    public Future<Buffer> array(BoundQuery query) {
        return run(open.searches(), query.as(this::asArray)).map(Database::body);
    }

    /// The only row as a JSON object; `{}` without a row.
    public Future<Buffer> object(BoundQuery query) {
        return run(open.reads(), query.as(this::asObject)).map(Database::body);
    }

    /// The only row's column `item`, which is a JSON object; `{}` without a row.
    public Future<Buffer> item(BoundQuery query) {
        return run(open.reads(), query.as(this::asItem)).map(Database::body);
    }

    /// The first `limit` rows, whose column `item` is JSON, as an array, and where the next page
    /// begins. The query takes `limit` and answers one row more; its columns `created_at` and
    /// `uuid` are what it is ordered by.
    public Future<Page> page(BoundQuery query) {
        return run(open.reads(), query.as(this::asPage)).map(Database::page);
    }

    /// As [#page], for what may take longer than other reads, and must not stand in front of them.
    public Future<Page> search(BoundQuery query) {
        return run(open.searches(), query.as(this::asPage)).map(Database::page);
    }

    /// The only row's column `item`, a JSON object that holds a page of a list; `{}` without a row.
    /// If its column `has_more` is true, the next page begins after `created_at` and `uuid`.
    public Future<Page> document(BoundQuery query) {
        return run(open.reads(), query.as(this::asDocument)).map(Database::page);
    }

    /// The rows themselves, for what is not JSON.
    public Future<RowSet<Row>> rows(BoundQuery query) {
        return run(open.reads(), query);
    }

    /// Runs one statement that writes and answers, as its only column, the JSON of what it wrote;
    /// `{}` if that is no row. The future succeeds when the write is durable.
    public Future<Buffer> write(BoundQuery query) {
        return change(query).map(Database::body);
    }

    /// Runs one statement that writes, for an answer that is not JSON.
    public Future<RowSet<Row>> change(BoundQuery query) {
        return change(query, ATTEMPTS);
    }

    private Future<RowSet<Row>> change(BoundQuery query, int attempts) {
        Pools.Open used = open;
        return run(used.writes(), query)
                .recover(
                        failure ->
                                attempts > 1 && mayRunAgain(failure, used)
                                        ? change(query, attempts - 1)
                                        : Future.failedFuture(failure));
    }

    /// When two writes wait for each other, PostgreSQL ends one of them, and nobody needs to know:
    /// it is a single statement, so it can simply be run again. So can one that a standby refused,
    /// where the primary is now: the connections to what was the primary are left.
    private boolean mayRunAgain(Throwable failure, Pools.Open used) {
        if (Refusal.isOfStandby(failure) && used.equals(open)) {
            open = pools.open();
            used.close();
        }
        return Refusal.isConflict(failure) || Refusal.isOfStandby(failure);
    }

    /// Runs one statement that nobody waits for, and that may take 25 seconds.
    public Future<RowSet<Row>> upkeep(BoundQuery query) {
        return run(open.upkeep(), query);
    }

    /// Closes every connection, after the statements that are under way.
    public Future<Void> close() {
        return open.close();
    }

    /// A connection that was not let in has run nothing, so that it may be tried again.
    private Future<RowSet<Row>> run(SqlClient client, BoundQuery query) {
        if (!pools.isPasswordFetched()) {
            return send(client, query);
        }
        ConnectionUrl used = pools.lastUsed();
        return send(client, query)
                .recover(
                        failure ->
                                Refusal.isOfPassword(failure)
                                        ? runWithNewPassword(client, query, used, failure)
                                        : Future.failedFuture(failure));
    }

    private Future<RowSet<Row>> runWithNewPassword(
            SqlClient client, BoundQuery query, ConnectionUrl refused, Throwable failure) {
        return pools.isPasswordRenewedAfter(refused)
                .compose(renewed -> renewed ? send(client, query) : Future.failedFuture(failure));
    }

    private static Future<RowSet<Row>> send(SqlClient client, BoundQuery query) {
        return client.preparedQuery(query.sql()).execute(Tuple.tuple(query.values()));
    }

    private static Buffer body(RowSet<Row> rows) {
        return rows.size() == 0 ? NO_OBJECT : rows.iterator().next().getBuffer(0);
    }

    private static Page page(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new Page(NO_OBJECT, Optional.empty());
        }
        Row row = rows.iterator().next();
        Optional<Cursor> next =
                row.getBoolean(1)
                        ? Optional.of(new Cursor(row.getOffsetDateTime(2), row.getUUID(3)))
                        : Optional.empty();
        return new Page(row.getBuffer(0), next);
    }

    private Query asArray(Query query) {
        return arrays.computeIfAbsent(query.name(), _ -> query.inside(ARRAY, ") item"));
    }

    private Query asObject(Query query) {
        return objects.computeIfAbsent(
                query.name(), _ -> query.inside(OBJECT, ") item), '{}')::text, 'UTF8')"));
    }

    private Query asItem(Query query) {
        return items.computeIfAbsent(query.name(), _ -> single(query));
    }

    private Query asDocument(Query query) {
        return documents.computeIfAbsent(query.name(), _ -> documented(query));
    }

    private Query asPage(Query query) {
        return pages.computeIfAbsent(query.name(), _ -> paged(query));
    }

    /// The statement that [#item] makes of a query.
    public static Query single(Query query) {
        return query.inside(ITEM, ") row");
    }

    /// The statement that [#document] makes of a query.
    public static Query documented(Query query) {
        return query.inside(DOCUMENT, ") document");
    }

    /// The statement that [#page] makes of a query.
    public static Query paged(Query query) {
        return query.inside(PAGE, ") page");
    }
}
