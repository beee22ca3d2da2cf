package cruddur.administration;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Rows;
import cruddur.sql.BoundQuery;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;

/// Whether two addresses are of one database, however they are written.
///
/// The first connection holds an advisory lock with a random key. The second connection finds the key taken only in the
/// same database of the same running server. Any role may do this, through a pooler too. A server that was restored
/// from a backup has the same system identifier and OIDs, and not every provider lets roles read them.
public final class SameDatabase {

    private static final Query HOLD_KEY = Query.load("databases/hold_key");
    private static final Query IS_KEY_FREE = Query.load("databases/is_key_free");

    private static final SecureRandom RANDOM = new SecureRandom();

    private SameDatabase() {}

    /// Connects to both addresses and compares.
    ///
    /// @throws cruddur.operations.UnreachableException if a server does not answer
    /// @throws cruddur.operations.OperationException if a server refuses the login
    public static boolean is(ConnectionUrl one, ConnectionUrl other) {
        return isWritten(one, other) || shareKey(one, other, RANDOM.nextLong());
    }

    private static boolean isWritten(ConnectionUrl one, ConnectionUrl other) {
        return one.host().equalsIgnoreCase(other.host())
                && one.port() == other.port()
                && one.database().equals(other.database());
    }

    private static boolean shareKey(ConnectionUrl one, ConnectionUrl other, long key) {
        Jdbc second = new Jdbc(other);
        return new Jdbc(one).inTransaction(holding -> {
            Rows.of(holding, HOLD_KEY.with("key", key), _ -> true);
            return !second.inTransaction(asking -> is(asking, IS_KEY_FREE.with("key", key)));
        });
    }

    private static boolean is(Connection connection, BoundQuery query) throws SQLException {
        return Rows.of(connection, query, row -> row.getBoolean(1)).getFirst();
    }
}
