package cruddur.lambda;

import cruddur.sql.ConnectionUrl;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/// Where the database is, and who connects.
///
/// @param secret the person and the password, if the address does not name them
record Login(ConnectionUrl url, @Nullable Secret secret) {

    private static final int CONNECT_SECONDS = 2;

    /// A connection that fell silent, a new one, and an answer from it, all in all: 4.4 seconds.
    private static final int ANSWER_MILLIS = 1_200;

    private static final Executor SAME_THREAD = Runnable::run;

    /// @throws IllegalArgumentException with a sentence for the operator, if a setting is missing
    ///   or unreadable
    static Login of(Map<String, String> environment) {
        String url = environment.getOrDefault("CONNECTION_URL", "");
        if (url.isBlank()) {
            throw new IllegalArgumentException("CONNECTION_URL is not set");
        }
        return new Login(ConnectionUrl.parse(url), Secret.of(environment));
    }

    /// Connects. A password that is refused may just have been rotated, so the secret is fetched
    /// again, once.
    Connection connect() throws SQLException {
        try {
            return connect(current());
        } catch (SQLException e) {
            if (secret == null || !isRefused(e)) {
                throw e;
            }
            secret.forget();
            return connect(current());
        }
    }

    private ConnectionUrl current() {
        return secret == null ? url : secret.loginTo(url);
    }

    /// SQLSTATEs of class 28 are about who connects; a proxy does not always say more.
    private static boolean isRefused(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("28");
    }

    private static Connection connect(ConnectionUrl url) throws SQLException {
        Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties(url));
        connection.setNetworkTimeout(SAME_THREAD, ANSWER_MILLIS);
        return connection;
    }

    private static Properties properties(ConnectionUrl url) {
        Properties properties = url.jdbcProperties();
        properties.setProperty("connectTimeout", "" + CONNECT_SECONDS);
        properties.setProperty("loginTimeout", "" + CONNECT_SECONDS);
        // Nothing is set or prepared in the session: RDS Proxy would pin the connection to it.
        properties.setProperty("assumeMinServerVersion", "13");
        properties.setProperty("prepareThreshold", "0");
        return properties;
    }
}
