package cruddur.testing;

import cruddur.sql.ConnectionUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A direct connection to a database, for preparing and checking data.
public record Sql(ConnectionUrl url) {

    /// Runs a statement; returns the first column of its rows as text.
    public List<String> run(String sql, @Nullable Object... values) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.execute() ? firstColumn(statement.getResultSet()) : List.of();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// The only value of the only row.
    public String value(String sql, @Nullable Object... values) {
        List<String> rows = run(sql, values);
        if (rows.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows instead of one: " + sql);
        }
        return rows.getFirst();
    }

    /// A new person with this handle.
    ///
    /// @return the uuid
    public String person(String handle) {
        return value(
                "insert into users (display_name, handle, email, cognito_user_id) values (?, ?, ?, ?) returning uuid",
                handle,
                handle,
                handle + "@example.com",
                "sub-" + handle);
    }

    /// The same for a machine that has so much to do that PostgreSQL takes long to accept a session.
    static ConnectionUrl patient(ConnectionUrl url) {
        return url.withConnectTimeout(60);
    }

    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", url.user());
        properties.setProperty("password", url.password().orElse(""));
        properties.setProperty("options", url.parameters().getOrDefault("options", ""));
        return DriverManager.getConnection(patient(url).jdbcUrl(), properties);
    }

    private static List<String> firstColumn(ResultSet rows) throws SQLException {
        List<String> column = new ArrayList<>();
        while (rows.next()) {
            column.add(rows.getString(1));
        }
        return column;
    }
}
