package cruddur.operations;

import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Whom and what it would hit if something were done to a database.
///
/// @param mark whose database it says it is
/// @param sessions of everybody at the server
/// @param newestSnapshot of the server, as a sentence says it; only Amazon's servers have some
public record Impact(
        ConnectionUrl url,
        Optional<Mark> mark,
        List<TableRows> tables,
        List<Session> sessions,
        Optional<String> newestSnapshot) {

    private static final Query IS_ON_RDS = Query.load("databases/is_on_rds");

    /// Looks, and changes nothing. All of it on one connection, which is therefore not among the
    /// sessions.
    ///
    /// @param newestSnapshot finds what to say about the snapshots of the server with this name
    public static Impact on(Databases database, UnaryOperator<String> newestSnapshot) {
        return database.run(connection -> on(connection, database, newestSnapshot));
    }

    private static Impact on(
            Connection connection, Databases database, UnaryOperator<String> newestSnapshot)
            throws SQLException {
        ConnectionUrl url = database.url();
        boolean isOnRds =
                Rows.of(connection, IS_ON_RDS.bare(), row -> row.getBoolean(1)).getFirst();
        return new Impact(
                url,
                Databases.mark(connection),
                TableRows.in(connection),
                Databases.sessions(connection, url.database()),
                isOnRds ? Optional.of(newestSnapshot.apply(url.host())) : Optional.empty());
    }

    /// How many rows there are in all tables.
    public long rows() {
        return tables.stream().mapToLong(TableRows::rows).sum();
    }

    /// Those who are in the database, and in the way of dropping it.
    public List<Session> blocking() {
        return sessions.stream().filter(Session::blocksDrop).toList();
    }
}
