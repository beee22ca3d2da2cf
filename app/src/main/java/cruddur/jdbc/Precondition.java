package cruddur.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/// A condition that a database must meet for an act to begin. It is checked on the connection, and in the transaction,
/// of the act.
@FunctionalInterface
public interface Precondition {

    Precondition NONE = _ -> {};

    /// Checks it.
    ///
    /// @throws cruddur.operations.OperationException if it does not hold
    void require(Connection connection) throws SQLException;
}
