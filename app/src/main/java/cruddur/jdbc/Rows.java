package cruddur.jdbc;

import cruddur.sql.BoundQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Runs a query with bound values, and reads its rows.
public final class Rows {

    private Rows() {}

    @FunctionalInterface
    public interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    public static <T> List<T> of(Connection connection, BoundQuery query, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = bound(connection, query)) {
            List<T> rows = new ArrayList<>();
            ResultSet row = statement.executeQuery();
            while (row.next()) {
                rows.add(reading.of(row));
            }
            return rows;
        }
    }

    /// Runs a statement that returns no rows.
    public static int change(Connection connection, BoundQuery query) throws SQLException {
        try (PreparedStatement statement = bound(connection, query)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement bound(Connection connection, BoundQuery query) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(query.jdbc());
        int place = 0;
        for (Object value : query.values()) {
            statement.setObject(++place, value);
        }
        return statement;
    }
}
