package cruddur.lambda;

import cruddur.sql.LoginException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection that is kept from call to call, for one thread at a time.
///
/// It is not tested first, which would be another round trip: if the work fails on it because it is stale, the work
/// runs again on a new connection. So the work has to be idempotent.
final class KeptConnection {

    /// The server has ended the session, or has become a standby.
    private static final Set<String> STALE = Set.of("57P01", "57P02", "57P03", "25006");

    private final Connector database;
    private @Nullable Connection kept;

    KeptConnection(Connector database) {
        this.database = database;
    }

    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Connects before the first call. A failure now is ignored, because it happens again at the
    /// first call, which reports it.
    void prepare() {
        try {
            kept = database.connect();
        } catch (SQLException | LoginException _) {
            kept = null;
        }
    }

    /// Runs the work, on a new connection if the kept one is stale.
    ///
    /// @throws LoginException if no password can be fetched
    <T> T run(Work<T> work) throws SQLException, LoginException {
        Connection connection = kept;
        if (connection == null) {
            return runAnew(work);
        }
        try {
            return work.on(connection);
        } catch (SQLException e) {
            if (!isStale(e)) {
                throw e;
            }
            connection.close();
            return runAnew(work);
        }
    }

    /// Whether the failure is about the connection, not about the work.
    static boolean isStale(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || STALE.contains(state);
    }

    private <T> T runAnew(Work<T> work) throws SQLException, LoginException {
        kept = null;
        Connection connection = database.connect();
        kept = connection;
        return work.on(connection);
    }
}
