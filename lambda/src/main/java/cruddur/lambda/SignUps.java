package cruddur.lambda;

import cruddur.sql.Login;
import cruddur.sql.Query;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The rows of the people who sign up, made one after the other on one connection, which is kept.
///
/// A kept connection is not asked whether it still works, which would be a round trip of its own:
/// the statement finds out. It may run again, because it does the same thing any number of times.
final class SignUps {

    private static final Query QUERY = Query.load("people/create_from_signup");

    private static final String SQL = QUERY.jdbc();

    private static final int PATIENCE_SECONDS = 4;

    /// The server has ended the session, or it is a standby by now.
    private static final Set<String> STALE = Set.of("57P01", "57P02", "57P03", "25006");

    private final Connector database;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Connection kept;

    private SignUps(Connector database) {
        this.database = database;
    }

    static SignUps by(Login login) {
        return new SignUps(new Connector(login));
    }

    static SignUps of(Map<String, String> environment) {
        return new SignUps(Connector.of(environment));
    }

    /// Connects ahead of the first person. What goes wrong now goes wrong again when somebody
    /// comes, and is reported then.
    void prepare() {
        try {
            kept = database.connect();
        } catch (SQLException | ConfirmationException _) {
            kept = null;
        }
    }

    /// Makes the person's row, if it is missing.
    ///
    /// @return their handle, which may be another than they wanted
    String save(Event person) {
        List<@Nullable Object> values = values(person);
        takeTurn();
        try {
            return run(values);
        } catch (SQLException e) {
            throw ConfirmationException.of(e);
        } finally {
            turn.unlock();
        }
    }

    private static List<@Nullable Object> values(Event person) {
        return QUERY.with("cognito_user_id", person.sub())
                .with("display_name", person.name())
                .with("email", person.email())
                .with("handle", person.handle())
                .values();
    }

    private void takeTurn() {
        try {
            if (!turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new ConfirmationException("Too many others are being confirmed");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ConfirmationException("The confirmation was interrupted");
        }
    }

    private String run(List<@Nullable Object> values) throws SQLException {
        Connection connection = kept;
        if (connection == null) {
            return runAnew(values);
        }
        try {
            return execute(connection, values);
        } catch (SQLException e) {
            if (!isStale(e)) {
                throw e;
            }
            connection.close();
            return runAnew(values);
        }
    }

    private static boolean isStale(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || STALE.contains(state);
    }

    private String runAnew(List<@Nullable Object> values) throws SQLException {
        kept = null;
        Connection connection = database.connect();
        kept = connection;
        return execute(connection, values);
    }

    private static String execute(Connection connection, List<@Nullable Object> values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, (String) values.get(i));
            }
            try (ResultSet person = statement.executeQuery()) {
                person.next();
                return person.getString("handle");
            }
        }
    }
}
