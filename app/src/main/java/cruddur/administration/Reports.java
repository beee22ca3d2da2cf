package cruddur.administration;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Precondition;
import cruddur.jdbc.Rows;
import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The reports of a database, and the decisions of its operators. Blocks.
public final class Reports {

    private static final Query OPEN = Query.load("reports/open");
    private static final Query OPEN_AS_JSON =
            OPEN.inside("select coalesce(json_agg(report), '[]')::text from (", ") as report");
    private static final Query REMOVE = Query.load("reports/remove");
    private static final Query DISMISS = Query.load("reports/dismiss");

    private final Jdbc database;

    public Reports(ConnectionUrl url) {
        this.database = new Jdbc(url);
    }

    /// The reported activities on which no operator has decided, the first reported first.
    public List<ReportedActivity> open() {
        return database.run(connection -> Rows.of(connection, OPEN.bare(), Reports::reported));
    }

    /// The same as a JSON array.
    public String openAsJson() {
        return database.run(connection -> Rows.of(connection, OPEN_AS_JSON.bare(), row -> row.getString(1)))
                .getFirst();
    }

    /// The reported activity with this uuid.
    public Optional<ReportedActivity> find(UUID uuid) {
        return open().stream().filter(each -> each.uuid().equals(uuid)).findFirst();
    }

    private static ReportedActivity reported(ResultSet row) throws SQLException {
        return new ReportedActivity(
                row.getObject("uuid", UUID.class),
                row.getString("handle"),
                row.getString("message"),
                row.getObject("reported_at", OffsetDateTime.class),
                row.getBoolean("is_alive"),
                List.of((String[]) row.getArray("reasons").getArray()));
    }

    /// Removes the activity with its thread, and its reports.
    public void remove(ReportedActivity reported, Precondition precondition) {
        decide(REMOVE.with("uuid", reported.uuid()), precondition);
    }

    /// Removes the reports, and keeps the activity.
    public void dismiss(ReportedActivity reported, Precondition precondition) {
        decide(DISMISS.with("uuid", reported.uuid()), precondition);
    }

    private void decide(BoundQuery decision, Precondition precondition) {
        database.run(connection -> {
            precondition.require(connection);
            return Rows.of(connection, decision, row -> row.getString("uuid"));
        });
    }
}
