package cruddur.lambda;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reason for a failure, in words that Cognito shows to the person who signs up. It has no
/// cause, because Lambda logs causes, and PostgreSQL's messages may quote a person's data.
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
                "The account is confirmed; its profile will be created at the next sign-in", e.getSQLState());
    }

    /// The SQLSTATE of PostgreSQL or of the driver, if the database failed.
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }
}
