package cruddur.lambda;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.Optional;

/// Why nothing could be done, in words that Cognito shows to whoever signs up. Has no cause,
/// because Lambda logs causes, and PostgreSQL's words may quote a person's data.
public final class ConfirmationException extends RuntimeException {

    private final @Nullable String sqlState;

    ConfirmationException(String message) {
        this(message, null);
    }

    private ConfirmationException(String message, @Nullable String sqlState) {
        super(message);
        this.sqlState = sqlState;
    }

    static ConfirmationException of(SQLException e) {
        return new ConfirmationException(
                "The account is confirmed; its profile is not made yet, and will be at the next sign-in",
                e.getSQLState());
    }

    /// PostgreSQL's code, or the driver's, if it was the database.
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }
}
