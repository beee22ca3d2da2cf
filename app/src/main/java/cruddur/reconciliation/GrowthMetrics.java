package cruddur.reconciliation;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Precondition;
import cruddur.jdbc.Rows;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// The growth metrics of a database, and what its tables still have of them. Blocks.
public final class GrowthMetrics {

    private static final Query TABLE = Query.load("metrics/table");
    private static final Query TOTALS = Query.load("metrics/totals");
    private static final Query REPORT = Query.load("metrics/report");
    private static final Query DIFFERENCES = Query.load("metrics/differences");
    private static final Query RECONCILE = Query.load("metrics/reconcile");

    private final Jdbc database;

    public GrowthMetrics(ConnectionUrl url) {
        this.database = new Jdbc(url);
    }

    /// The counts of a UTC day.
    ///
    /// @param values in the order of the function `metric_names` of the schema
    public record Day(String day, List<String> values) {

        private static Day of(ResultSet row) throws SQLException {
            return new Day(row.getString("day"), List.of((String[])
                    row.getArray("values").getArray()));
        }
    }

    /// What there is, and how far behind the purge is.
    ///
    /// @param removed cruds that have expired or were deleted
    /// @param awaiting activities that have expired, and that the purge has yet to remove
    public record Totals(long people, long cruds, long living, long removed, long awaiting, long lagSeconds) {

        private static Totals of(ResultSet row) throws SQLException {
            return new Totals(
                    row.getLong("people"),
                    row.getLong("cruds"),
                    row.getLong("living"),
                    row.getLong("removed"),
                    row.getLong("awaiting"),
                    row.getLong("lag_seconds"));
        }
    }

    /// A counter that is smaller than what the tables have, or that misses versions.
    public record Difference(String metric, String day, long counted, long found, long missingVersions) {

        private static Difference of(ResultSet row) throws SQLException {
            return new Difference(
                    row.getString("metric"),
                    row.getString("day"),
                    row.getLong("counted"),
                    row.getLong("found"),
                    row.getLong("missing_versions"));
        }
    }

    /// The last UTC days, today first.
    public List<Day> days(int days) {
        return database.run(connection -> Rows.of(connection, TABLE.with("days", days), Day::of));
    }

    public Totals totals() {
        return database.run(connection -> Rows.of(connection, TOTALS.bare(), Totals::of))
                .getFirst();
    }

    /// The totals and the last UTC days as a JSON object.
    public String asJson(int days) {
        return database.run(connection -> Rows.of(connection, REPORT.with("days", days), row -> row.getString(1)))
                .getFirst();
    }

    /// Empty if there is nothing to reconcile.
    public List<Difference> differences() {
        return database.run(connection -> Rows.of(connection, DIFFERENCES.bare(), Difference::of));
    }

    /// Raises the counters to what the tables have, and closes gaps.
    ///
    /// @return the number of counters that changed
    public long reconcile(Precondition precondition) {
        return database.run(connection -> {
            precondition.require(connection);
            return Rows.of(connection, RECONCILE.bare(), row -> row.getLong("changed"))
                    .getFirst();
        });
    }
}
