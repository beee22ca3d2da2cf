package cruddur.testing;

import cruddur.sql.ConnectionUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A direct connection to a database, for preparing and checking data.
///
/// @param keeps whether a statement leaves its connection to the next one
public record Sql(ConnectionUrl url, boolean keeps) {

    /// As which a statement's session is listed, unlike one of [#connect].
    private static final String SHORT = "statement of a test";

    private record Idle(ConnectionUrl url, Connection connection) {}

    /// The last connection of those that are kept.
    private static final AtomicReference<@Nullable Idle> IDLE = new AtomicReference<>();

    /// With a connection for each statement.
    public Sql(ConnectionUrl url) {
        this(url, false);
    }

    /// Keeps the connection, because a new one costs PostgreSQL as much as many statements. So its session may
    /// block what needs the database to itself.
    public static Sql keeping(ConnectionUrl url) {
        return new Sql(url, true);
    }

    /// Runs a statement; returns the first column of its rows as text.
    public List<String> run(String sql, @Nullable Object... values) {
        try {
            Connection connection = idleOrNew();
            try {
                return run(connection, sql, values);
            } finally {
                keepOrClose(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static List<String> run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.execute() ? firstColumn(statement.getResultSet()) : List.of();
        }
    }

    private Connection idleOrNew() throws SQLException {
        Idle idle = keeps ? IDLE.getAndSet(null) : null;
        if (idle != null && idle.url.equals(url) && idle.connection.isValid(1)) {
            return idle.connection;
        }
        closeIfPresent(idle);
        return connect(SHORT);
    }

    /// Settings, locks and temporary tables of one statement are gone before the next one, as with a new connection.
    private void keepOrClose(Connection connection) throws SQLException {
        if (keeps && isReset(connection)) {
            closeIfPresent(IDLE.getAndSet(new Idle(url, connection)));
        } else {
            connection.close();
        }
    }

    private static boolean isReset(Connection connection) {
        try (PreparedStatement discard = connection.prepareStatement("discard all")) {
            discard.execute();
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    private static void closeIfPresent(@Nullable Idle idle) throws SQLException {
        if (idle != null) {
            idle.connection.close();
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

    /// Waits until the sessions of earlier statements and commands have left another database of the server. PostgreSQL
    /// lists a session for a moment after its client has closed it.
    public void awaitDeparture(String database) {
        Instant deadline = Instant.now().plusSeconds(60);
        while (!run(
                        "select pid from pg_stat_activity where datname = ? and application_name in ('cruddur', ?)",
                        database,
                        SHORT)
                .isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("A session stays in " + database);
            }
            CruddurProcess.pause(10);
        }
    }

    public Connection connect() throws SQLException {
        return connect("PostgreSQL JDBC Driver");
    }

    private Connection connect(String application) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", application);
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
