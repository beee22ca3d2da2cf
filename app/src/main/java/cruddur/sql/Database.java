package cruddur.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// PostgreSQL as the features see it: a query and its values in, the bytes of a JSON document out.
///
/// Reads run in read-only sessions; writes have a pool of their own, so that a slow write never stands in front of a
/// read. A value may be an `Optional`, whose emptiness is SQL's null. Every future completes within the limits of
/// [Pools]; [Refusal] says what a failure means.
///
/// Lives on the event loop that opened it.
public final class Database {

    private static final String ARRAY = "select convert_to(coalesce(json_agg(item), '[]')::text, 'UTF8') from (";

    private static final String OBJECT = "select convert_to(coalesce((select row_to_json(item) from (";

    // The query answers one row more than `:limit`: the array leaves it out, but it tells that there is more.
    private static final String PAGE =
            """
            select
              convert_to(coalesce(array_to_json((array_agg(item))[1 : :limit]), '[]')::text, 'UTF8'),
              count(*) > :limit,
              (array_agg(created_at))[:limit],
              (array_agg(uuid))[:limit]
            from (\
            """;

    private final SqlClient reads;
    private final SqlClient writes;

    // Wrapped once: equal texts are one prepared statement, and by name they are found without being compared.
    private final Map<String, Query> arrays = new ConcurrentHashMap<>();
    private final Map<String, Query> objects = new ConcurrentHashMap<>();
    private final Map<String, Query> pages = new ConcurrentHashMap<>();

    private Database(SqlClient reads, SqlClient writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /// Opens the pools on the current event loop. Connects when the first query comes, so that a server starts, and
    /// says what is wrong, while its database is away.
    public static Database open(Vertx vertx, ConnectionUrl url) {
        return new Database(Pools.reads(vertx, url), Pools.writes(vertx, url));
    }

    /// All rows as a JSON array of objects; `[]` without rows.
    public Future<Buffer> array(Query query, Map<String, ?> values) {
        return run(reads, arrays.computeIfAbsent(query.name(), _ -> query.inside(ARRAY, ") item")), values)
                .map(rows -> rows.iterator().next().getBuffer(0));
    }

    /// The only row as a JSON object; `{}` without a row.
    public Future<Buffer> object(Query query, Map<String, ?> values) {
        return run(reads, objects.computeIfAbsent(query.name(), _ -> query.inside(OBJECT, ") item), '{}')::text, 'UTF8')")), values)
                .map(rows -> rows.iterator().next().getBuffer(0));
    }

    /// The first `limit` rows, whose column `item` is JSON, as an array, and where the next page begins. The query
    /// takes `limit` and answers one row more; its columns `created_at` and `uuid` are what it is ordered by.
    public Future<Page> page(Query query, Map<String, ?> values) {
        return run(reads, pages.computeIfAbsent(query.name(), _ -> paged(query)), values)
                .map(rows -> asPage(rows.iterator().next()));
    }

    /// The statement that [#page] makes of a query.
    public static Query paged(Query query) {
        return query.inside(PAGE, ") page");
    }

    private static Page asPage(Row row) {
        Optional<Cursor> next = row.getBoolean(1)
                ? Optional.of(new Cursor(row.get(OffsetDateTime.class, 2), row.getUUID(3)))
                : Optional.empty();
        return new Page(row.getBuffer(0), next);
    }

    /// The rows themselves, for what is not JSON.
    public Future<RowSet<Row>> rows(Query query, Map<String, ?> values) {
        return run(reads, query, values);
    }

    /// Runs one statement that writes and answers, as its only column, the JSON of what it wrote. The future succeeds
    /// when the write is durable.
    public Future<Buffer> write(Query query, Map<String, ?> values) {
        return run(writes, query, values).map(rows -> rows.iterator().next().getBuffer(0));
    }

    /// Closes every connection, after the statements that are under way.
    public Future<Void> close() {
        return Future.join(reads.close(), writes.close()).mapEmpty();
    }

    private static Future<RowSet<Row>> run(SqlClient client, Query query, Map<String, ?> values) {
        return client.preparedQuery(query.sql()).execute(Tuple.tuple(query.bind(values)));
    }
}
