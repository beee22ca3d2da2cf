package cruddur.administration;

import cruddur.jdbc.Precondition;
import cruddur.operations.OperationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Requires that a database still has the mark that the operator saw. The question may have waited for long.
///
/// @param shown empty if the database had no mark
public record UnchangedMark(Optional<Mark> shown) implements Precondition {

    private static final String LOCK = "lock table public.environment in share row exclusive mode";

    @Override
    public void require(Connection connection) throws SQLException {
        Optional<Mark> now = DatabaseAdmin.mark(connection);
        if (!now.equals(shown)) {
            throw new OperationException(
                    "Nothing was changed: the database was marked %s while this command waited. Run the command again."
                            .formatted(now.map(Mark::toString).orElse("as neither dev nor prod")));
        }
    }

    /// The same, and locks the mark until the transaction ends. It requires the right to change the mark.
    public Precondition locked() {
        return connection -> {
            if (DatabaseAdmin.hasMark(connection)) {
                DatabaseAdmin.execute(connection, LOCK);
            }
            require(connection);
        };
    }
}
