package cruddur.lambda;

import cruddur.settings.Settings;
import cruddur.sql.Login;
import cruddur.sql.LoginException;
import cruddur.sql.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Creates the rows of people who sign up, one after the other on one connection, which is kept. The statement
/// is idempotent.
final class SignUps {

    private static final Query QUERY = Query.load("people/create_from_signup");

    private static final String SQL = QUERY.jdbc();

    private static final int PATIENCE_SECONDS = 4;

    private final KeptConnection database;
    private final ReentrantLock turn = new ReentrantLock();

    private SignUps(Connector database) {
        this.database = new KeptConnection(database);
    }

    static SignUps by(Login login) {
        return new SignUps(new Connector(login));
    }

    static SignUps of(Settings settings) {
        return new SignUps(Connector.of(settings));
    }

    /// As [KeptConnection#prepare].
    void prepare() {
        database.prepare();
    }

    /// Creates the person's row, if it is missing.
    ///
    /// @return the person's handle, which may differ from the wanted one
    String save(Event person) {
        List<@Nullable Object> values = values(person);
        takeTurn();
        try {
            return database.run(connection -> execute(connection, values));
        } catch (SQLException e) {
            throw ConfirmationException.of(e);
        } catch (LoginException e) {
            throw new ConfirmationException(String.valueOf(e.getMessage()));
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
                throw new ConfirmationException("Too many confirmations are in progress");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ConfirmationException("The confirmation was interrupted");
        }
    }

    private static String execute(Connection connection, List<@Nullable Object> values) throws SQLException {
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
