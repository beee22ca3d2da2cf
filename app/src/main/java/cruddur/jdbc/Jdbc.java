package cruddur.jdbc;

import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.sql.ConnectionFailure;
import cruddur.sql.ConnectionUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Short-lived connections to one database, for the operator's commands. Blocks.
///
/// Each method throws [UnreachableException] if PostgreSQL does not answer, and
/// [OperationException] if it refuses.
public record Jdbc(ConnectionUrl url) {

    private static final String UNDEFINED_TABLE = "42P01";

    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Runs statements with bound values.
    public <T> T run(Work<T> work) {
        return run(connect(url.database(), bound()), work);
    }

    /// The same in another database of the server, so that the database itself need not exist.
    public <T> T beside(Work<T> work) {
        return run(new MaintenanceDatabase(this, bound()).connect(), work);
    }

    private Properties bound() {
        Properties properties = properties();
        // The details of an error contain a row, which may be a person's.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    /// Runs statements without bound values.
    public <T> T asWritten(Work<T> work) {
        return run(connect(url.database(), simple()), work);
    }

    /// The same in another database of the server.
    public <T> T besideAsWritten(Work<T> work) {
        return run(new MaintenanceDatabase(this, simple()).connect(), work);
    }

    private Properties simple() {
        Properties properties = properties();
        properties.setProperty("preferQueryMode", "simple");
        return properties;
    }

    /// Runs statements without bound values, in one transaction.
    public <T> T inTransaction(Work<T> work) {
        return asWritten(connection -> {
            connection.setAutoCommit(false);
            T done = work.with(connection);
            connection.commit();
            return done;
        });
    }

    /// A server may accept the connection and not answer. The login gets a second more than the connection, so that the
    /// failure shows which of them took too long.
    private Properties properties() {
        int seconds = url.connectTimeoutSeconds();
        Properties properties = url.jdbcProperties();
        properties.setProperty("sslResponseTimeout", Integer.toString(seconds * 1000));
        properties.setProperty("loginTimeout", Integer.toString(seconds + 1));
        return properties;
    }

    /// Connects to a database of the server. A failure names the database of the URL, which the operator means.
    Connection connect(String database, Properties properties) {
        try {
            return DriverManager.getConnection(url.withDatabase(database).jdbcUrl(), properties);
        } catch (SQLException e) {
            throw unconnected(e);
        }
    }

    private OperationException unconnected(SQLException e) {
        return ConnectionFailure.of(e, e.getSQLState())
                .map(failure -> new ConnectionAdvice(failure, url))
                .map(advice -> failure(advice.isRefusal(), advice.sentence(firstLine(e)), e))
                .orElseGet(() ->
                        failure(!isAboutTheConnection(e), "Cannot connect to " + place() + ": " + firstLine(e), e));
    }

    private String place() {
        return "database %s at %s:%d as %s".formatted(url.database(), url.host(), url.port(), url.user());
    }

    /// The message without the details, which are on later lines.
    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static OperationException failure(boolean answered, String sentence, SQLException cause) {
        return answered ? new OperationException(sentence, cause) : new UnreachableException(sentence, cause);
    }

    private <T> T run(Connection opened, Work<T> work) {
        try (Connection connection = opened) {
            return work.with(connection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /// Whether the connection failed, not the statement.
    public static boolean isAboutTheConnection(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    private OperationException failed(SQLException e) {
        String server = url.host() + ":" + url.port();
        String database = url.database() + " at " + server;
        String message = message(e);
        return switch (String.valueOf(e.getSQLState())) {
            case "3D000" -> failure(true, "There is no database " + database + ".", e);
            case "42P04" -> failure(true, "The database " + database + " exists already.", e);
            case UNDEFINED_TABLE ->
                failure(
                        true,
                        "The database " + database
                                + " lacks tables of Cruddur's. Load them with: cruddur db schema-load",
                        e);
            case "57P01", "57P02", "57P03" ->
                failure(false, "PostgreSQL at " + server + " ended the session: " + message, e);
            case String _
            when isAboutTheConnection(e) ->
                failure(false, "The connection to PostgreSQL at " + server + " broke: " + message, e);
            default -> failure(true, "PostgreSQL at " + server + " reports: " + message, e);
        };
    }

    /// The message with its detail and its hint, but without its context: statements of this program, which the
    /// operator did not write.
    private static String message(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int context = fromServer(e)
                .map(ServerErrorMessage::getWhere)
                .map(message::lastIndexOf)
                .orElse(-1);
        return context < 0 ? message : message.substring(0, message.lastIndexOf('\n', context));
    }

    /// What the server has reported; empty for an error of the driver.
    static Optional<ServerErrorMessage> fromServer(SQLException e) {
        return Optional.of(e)
                .filter(PSQLException.class::isInstance)
                .map(PSQLException.class::cast)
                .map(PSQLException::getServerErrorMessage);
    }
}
