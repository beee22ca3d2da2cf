package cruddur.database;

import cruddur.sql.BoundQuery;
import cruddur.sql.Shape;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// One of the pools of a [Database], and the shapes of its answers. Lanes share no connections, so
/// slow statements do not delay quick ones.
///
/// A value may be an `Optional`; an empty one is SQL's null. Every future completes within the limits
/// of [Pools]; [Refusal] translates a failure.
public final class Lane {

    private static final Buffer NO_OBJECT = Buffer.buffer("{}");

    private final Function<BoundQuery, Future<RowSet<Row>>> send;

    Lane(Function<BoundQuery, Future<RowSet<Row>>> send) {
        this.send = send;
    }

    /// The same lane, whose results this validity takes note of.
    public Lane watchedBy(Validity validity) {
        return new Lane(query -> send.apply(query).map(validity::seen));
    }

    /// A part of a list.
    public Future<Page> page(BoundQuery query) {
        return answer(query, Shape.PAGE).map(Lane::page);
    }

    /// An object that contains a part of a list; see [Statements#document].
    public Future<Page> document(BoundQuery query) {
        return answer(query, Shape.DOCUMENT).map(Lane::page);
    }

    /// The only row's JSON object; `{}` without a row.
    public Future<Buffer> object(BoundQuery query) {
        return answer(query, Shape.OBJECT).map(Lane::bytes);
    }

    /// All rows as a JSON array of objects; `[]` without rows.
    public Future<Page> array(BoundQuery query) {
        return answer(query, Shape.ARRAY).map(Lane::whole);
    }

    /// The JSON of the row that a statement wrote; `{}` if it wrote none. The write is durable when the
    /// future completes.
    public Future<Buffer> written(BoundQuery query) {
        return answer(query, Shape.WRITE).map(Lane::bytes);
    }

    /// The rows themselves, for values that are not JSON.
    public Future<RowSet<Row>> rows(BoundQuery query) {
        return send.apply(query);
    }

    /// Some columns of a query's rows, without the JSON; see [Statements#columns].
    public Future<RowSet<Row>> columns(BoundQuery query, String columns) {
        return send.apply(query.as(whole -> Statements.columns(whole, columns)));
    }

    /// A page of cruds as a JSON Feed; see [Statements#jsonFeed].
    public Future<Page> jsonFeed(BoundQuery query) {
        return send.apply(query.as(Statements::jsonFeed)).map(Lane::whole);
    }

    /// A page of cruds as an Atom feed; see [Statements#atomFeed].
    public Future<Page> atomFeed(BoundQuery query) {
        return send.apply(query.as(Statements::atomFeed)).map(Lane::whole);
    }

    private Future<RowSet<Row>> answer(BoundQuery query, Shape shape) {
        if (query.shape() != shape) {
            throw new IllegalArgumentException(query.name() + " is declared as " + query.shape() + ", not " + shape);
        }
        return send.apply(query.as(Statements::of));
    }

    private static Buffer bytes(RowSet<Row> rows) {
        return rows.size() == 0 ? NO_OBJECT : rows.iterator().next().getBuffer(0);
    }

    private static Page page(RowSet<Row> rows) {
        return rows.size() == 0 ? Page.NOTHING : page(rows.iterator().next());
    }

    private static Page page(Row row) {
        Optional<Cursor> next = row.getBoolean(1)
                ? Optional.of(new Cursor(row.getOffsetDateTime(2), row.getUUID(3)))
                : Optional.empty();
        return new Page(row.getBuffer(0), next, validFor(row));
    }

    private static Page whole(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return new Page(row.getBuffer(0), Optional.empty(), validFor(row));
    }

    private static Duration validFor(Row row) {
        return Validity.between(row.getOffsetDateTime("now"), row.getOffsetDateTime("expires_at"));
    }
}
