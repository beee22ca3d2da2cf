package cruddur.administration;

import cruddur.jdbc.Rows;
import cruddur.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The number of rows of a table.
///
/// @param name with its schema, unless that is `public`
/// @param exact whether the rows were counted; otherwise it is PostgreSQL's estimate
public record TableRows(String name, long rows, boolean exact) {

    private static final Query TABLES = Query.load("databases/tables");

    /// The time limit for counting one table.
    private static final int PATIENCE_SECONDS = 2;

    private static final String QUERY_CANCELED = "57014";

    private record Table(String name, String counting, long estimate) {}

    /// The rows of all tables of the database.
    static List<TableRows> in(Connection connection) throws SQLException {
        List<TableRows> counted = new ArrayList<>();
        for (Table table : Rows.of(connection, TABLES.bare(), TableRows::table)) {
            counted.add(counted(connection, table));
        }
        return counted;
    }

    private static Table table(ResultSet row) throws SQLException {
        return new Table(row.getString("name"), row.getString("counting"), row.getLong("estimate"));
    }

    private static TableRows counted(Connection connection, Table table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(PATIENCE_SECONDS);
            ResultSet row = statement.executeQuery(table.counting);
            row.next();
            return new TableRows(table.name, row.getLong(1), true);
        } catch (SQLException e) {
            if (QUERY_CANCELED.equals(e.getSQLState())) {
                return new TableRows(table.name, table.estimate, false);
            }
            throw e;
        }
    }
}
