package cruddur.database;

import static cruddur.threads.OffLoop.await;

import cruddur.sql.BoundQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/// A [Database] for virtual threads, within [cruddur.threads.OffLoop#call]. Each call returns when its statement is
/// done, and throws a failure as [Refusal] translates it.
public record BlockingDatabase(Database database) {

    /// The rows of a statement that reads.
    public RowSet<Row> rows(BoundQuery query) {
        return await(() -> database.reads().rows(query));
    }

    /// The first row; empty if there is none.
    public Optional<Row> row(BoundQuery query) {
        return first(rows(query));
    }

    /// The rows that a writing statement returns.
    public RowSet<Row> change(BoundQuery query) {
        return await(() -> database.writes().rows(query));
    }

    /// As [#change], for a statement that returns at most one row.
    public Optional<Row> changeRow(BoundQuery query) {
        return first(change(query));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
