package bench;

import cruddur.operations.OperationException;
import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The benchmark's own statements; each runs on a new connection.
record Session(ConnectionUrl url) {

    private static final Pattern PLACE = Pattern.compile("\\$(\\d+)");

    /// Runs a script, which is one transaction.
    void execute(String script) {
        execute(script, Map.of());
    }

    /// Runs a script that reads these settings.
    void execute(String script, Map<String, String> settings) {
        with(connection -> {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                set(connection, setting.getKey(), setting.getValue());
            }
            try (Statement statement = connection.createStatement()) {
                return statement.execute(script);
            }
        });
    }

    /// The first column of the first row.
    String text(String query) {
        return with(connection -> text(connection, query));
    }

    /// The first column of all rows.
    List<String> column(String query) {
        return with(connection -> {
            List<String> column = new ArrayList<>();
            ResultSet rows = connection.prepareStatement(query).executeQuery();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        });
    }

    /// The first column of the result of a workload's statement, with the server's settings.
    byte[] answer(Workload workload) {
        return new Session(url.withOptions(workload.role().options()))
                .with(connection -> run(connection, workload.query()).getBytes(1));
    }

    private static String text(Connection connection, String query) throws SQLException {
        return row(connection.prepareStatement(query)).getString(1);
    }

    private static ResultSet run(Connection connection, BoundQuery query) throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement(PLACE.matcher(query.sql()).replaceAll("?"));
        List<?> bound = query.values();
        List<MatchResult> places = PLACE.matcher(query.sql()).results().toList();
        for (int i = 0; i < places.size(); i++) {
            statement.setObject(i + 1, bound.get(Integer.parseInt(places.get(i).group(1)) - 1));
        }
        return row(statement);
    }

    private static ResultSet row(PreparedStatement statement) throws SQLException {
        ResultSet rows = statement.executeQuery();
        rows.next();
        return rows;
    }

    private static void set(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, false)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.execute();
        }
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(Connection connection) throws SQLException;
    }

    private <T> T with(Use<T> use) {
        try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties())) {
            return use.of(connection);
        } catch (SQLException e) {
            throw new OperationException("PostgreSQL reports: " + e.getMessage(), e);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", url.user());
        properties.setProperty("password", url.password().orElse(""));
        properties.setProperty("options", url.parameters().getOrDefault("options", ""));
        // A script is sent unchanged.
        properties.setProperty("preferQueryMode", "simple");
        return properties;
    }
}
