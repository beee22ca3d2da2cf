package cruddur.database;

import cruddur.http.Freshness;
import cruddur.sql.BoundQuery;
import cruddur.sql.Shape;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.function.Function;

/// One of the pools of a [Database], and the shapes of its answers. Lanes share no connections, so
/// slow statements do not delay quick ones.
///
/// A value may be an `Optional`; an empty one is SQL's null. Every future completes within the limits
/// of [Pools]; [Refusal] translates a failure.
public final class Lane {

    private static final Buffer NO_OBJECT = Buffer.buffer("{}");

    private final Function<BoundQuery, Future<Found>> send;

    Lane(Function<BoundQuery, Future<Found>> send) {
        this.send = send;
    }

    /// The same lane, whose results this validity takes note of.
    public Lane watchedBy(Validity validity) {
        return new Lane(query -> send.apply(query).map(validity::seen));
    }

    Future<Found> found(BoundQuery query) {
        return send.apply(query);
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
        return send.apply(query).map(Found::rows);
    }

    /// Some columns of a query's rows, without the JSON; see [Statements#columns].
    public Future<RowSet<Row>> columns(BoundQuery query, String columns) {
        return send.apply(query.as(whole -> Statements.columns(whole, columns))).map(Found::rows);
    }

    /// A page of cruds as a JSON Feed; see [Statements#jsonFeed].
    public Future<Page> jsonFeed(BoundQuery query) {
        return send.apply(query.as(Statements::jsonFeed)).map(Lane::whole);
    }

    /// A page of cruds as an Atom feed; see [Statements#atomFeed].
    public Future<Page> atomFeed(BoundQuery query) {
        return send.apply(query.as(Statements::atomFeed)).map(Lane::whole);
    }

    private Future<Found> answer(BoundQuery query, Shape shape) {
        if (query.shape() != shape) {
            throw new IllegalArgumentException(query.name() + " is declared as " + query.shape() + ", not " + shape);
        }
        return send.apply(query.as(Statements::of));
    }

    private static Buffer bytes(Found found) {
        return found.rows().size() == 0
                ? NO_OBJECT
                : found.rows().iterator().next().getBuffer(0);
    }

    private static Page page(Found found) {
        return found.rows().size() == 0
                ? new Page(NO_OBJECT, Optional.empty(), found.freshness())
                : page(found.rows().iterator().next(), found.freshness());
    }

    private static Page page(Row row, Freshness freshness) {
        Optional<Cursor> next = row.getBoolean(1)
                ? Optional.of(new Cursor(row.getOffsetDateTime(2), row.getUUID(3)))
                : Optional.empty();
        return new Page(row.getBuffer(0), next, freshness);
    }

    private static Page whole(Found found) {
        Row row = found.rows().iterator().next();
        return new Page(row.getBuffer(0), Optional.empty(), found.freshness());
    }
}
