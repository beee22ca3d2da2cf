package cruddur.administration;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Rows;
import cruddur.sql.ConnectionUrl;
import cruddur.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The rows, sessions and snapshots that a change of a database would affect.
///
/// @param mark the environment mark
/// @param sessions all other sessions of the server
/// @param identity what is known if there is no mark
/// @param newestSnapshot of the server, as a part of a sentence; only for a server on RDS
public record Impact(
        ConnectionUrl url,
        Optional<Mark> mark,
        Identity identity,
        List<TableRows> tables,
        List<DatabaseSession> sessions,
        Optional<String> newestSnapshot,
        boolean readable) {

    private static final Query IS_ON_RDS = Query.load("databases/is_on_rds");

    /// Of a database that accepts no connections.
    public static Impact unread(ConnectionUrl url) {
        return new Impact(url, Optional.empty(), Identity.OF_TARGET, List.of(), List.of(), Optional.empty(), false);
    }

    /// Identifies a database that has no mark.
    @FunctionalInterface
    public interface Identification {
        Identity of(Optional<Mark> mark, ConnectionUrl url);
    }

    /// Reads the impact and changes nothing. Everything is read on one connection, which is not listed
    /// among the sessions.
    ///
    /// @param newestSnapshot describes the newest snapshot of the server with this host name
    public static Impact on(
            DatabaseAdmin database, Identification identification, UnaryOperator<String> newestSnapshot) {
        return new Jdbc(database.url())
                .run(connection -> on(connection, database, newestSnapshot))
                .identified(identification);
    }

    private Impact identified(Identification identification) {
        return new Impact(url, mark, identification.of(mark, url), tables, sessions, newestSnapshot, readable);
    }

    private static Impact on(Connection connection, DatabaseAdmin database, UnaryOperator<String> newestSnapshot)
            throws SQLException {
        ConnectionUrl url = database.url();
        boolean isOnRds =
                Rows.of(connection, IS_ON_RDS.bare(), row -> row.getBoolean(1)).getFirst();
        return new Impact(
                url,
                DatabaseAdmin.mark(connection),
                Identity.UNKNOWN,
                TableRows.in(connection),
                DatabaseAdmin.sessions(connection, url.database()),
                isOnRds ? Optional.of(newestSnapshot.apply(url.host())) : Optional.empty(),
                true);
    }

    /// The number of rows in all tables.
    public long rows() {
        return tables.stream().mapToLong(TableRows::rows).sum();
    }

    /// The sessions that block a drop.
    public List<DatabaseSession> blocking() {
        return sessions.stream().filter(DatabaseSession::blocksDrop).toList();
    }
}
