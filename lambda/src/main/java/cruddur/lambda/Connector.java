package cruddur.lambda;

import cruddur.secrets.FetchedLogin;
import cruddur.secrets.Secret;
import cruddur.secrets.Signer;
import cruddur.settings.Settings;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Login;
import cruddur.sql.LoginException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Executor;

/// Connects to the database within the time of a call.
record Connector(Login login) {

    private static final int CONNECT_SECONDS = 2;

    /// Waiting on a silent kept connection, opening a new one and its answer take 4.4 seconds together.
    private static final int ANSWER_MILLIS = 1_200;

    private static final Executor SAME_THREAD = Runnable::run;

    /// @throws IllegalArgumentException with a sentence for the operator, if a setting is missing
    ///   or unreadable
    static Connector of(Settings settings) {
        String url = settings.find("CONNECTION_URL")
                .orElseThrow(() -> new IllegalArgumentException("CONNECTION_URL is not set"));
        return new Connector(login(ConnectionUrl.parse(url, "CONNECTION_URL"), settings));
    }

    /// The login of the URL, or of the secret, which is read with the credentials that Lambda gives a
    /// function.
    private static Login login(ConnectionUrl url, Settings settings) {
        return settings.find("CONNECTION_SECRET_ARN")
                .<Login>map(arn -> new FetchedLogin(
                        new Secret(url, arn, settings, (region, service) -> Signer.of(settings, region, service))))
                .orElse(url);
    }

    /// Connects. If PostgreSQL refuses the password, which may just have been rotated, tries another one
    /// if there is one.
    ///
    /// @throws LoginException if no password can be fetched
    Connection connect() throws SQLException, LoginException {
        return connectWith(login.current());
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

    /// SQLSTATEs of class 28 are about the login; a proxy does not always report more.
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
        return properties;
    }
}
