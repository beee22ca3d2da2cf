package cruddur.lambda;

import cruddur.secrets.FetchedLogin;
import cruddur.secrets.Secret;
import cruddur.secrets.Signer;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/// Connects to the database in the time that a call has.
record Connector(Login login) {

    private static final int CONNECT_SECONDS = 2;

    /// A connection that fell silent, a new one, and an answer from it, all in all: 4.4 seconds.
    private static final int ANSWER_MILLIS = 1_200;

    private static final Executor SAME_THREAD = Runnable::run;

    /// @throws IllegalArgumentException with a sentence for the operator, if a setting is missing
    ///   or unreadable
    static Connector of(Map<String, String> environment) {
        String url = environment.getOrDefault("CONNECTION_URL", "");
        if (url.isBlank()) {
            throw new IllegalArgumentException("CONNECTION_URL is not set");
        }
        return new Connector(login(ConnectionUrl.parse(url), environment));
    }

    /// The address's own, or the secret's, which is asked for with the credentials that Lambda
    /// gives a function.
    private static Login login(ConnectionUrl url, Map<String, String> environment) {
        String arn = environment.getOrDefault("CONNECTION_SECRET_ARN", "");
        return arn.isBlank()
                ? url
                : new FetchedLogin(
                        new Secret(
                                url,
                                arn,
                                environment,
                                (region, service) -> Signer.of(environment, region, service)));
    }

    /// Connects. A password that is refused may just have been rotated, so that another one is
    /// tried, if there is one.
    ///
    /// @throws ConfirmationException if there is no password to be had
    Connection connect() throws SQLException {
        try {
            return connectWith(login.current());
        } catch (LoginException e) {
            throw new ConfirmationException(String.valueOf(e.getMessage()));
        }
    }

    private Connection connectWith(ConnectionUrl url) throws SQLException, LoginException {
        try {
            return connected(url);
        } catch (SQLException e) {
            if (!isRefused(e) || !login.isRenewedAfter(url)) {
                throw e;
            }
            return connected(login.current());
        }
    }

    /// SQLSTATEs of class 28 are about who connects; a proxy does not always say more.
    private static boolean isRefused(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("28");
    }

    private static Connection connected(ConnectionUrl url) throws SQLException {
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
