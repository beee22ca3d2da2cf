package cruddur.jdbc;

import cruddur.operations.OperationException;
import cruddur.operations.UnreachableException;
import cruddur.sql.ConnectionUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/// A database of the same server to connect to while another is created or dropped: the first of the usual ones that
/// accepts the login.
record MaintenanceDatabase(Jdbc jdbc, Properties properties) {

    /// The SQLSTATEs of a wrong or missing password, which every other database would refuse, too.
    private static final Set<String> OF_EVERY_DATABASE = Set.of("28P01", "08004");

    /// @throws OperationException with the databases that were tried, if none accepts the login
    Connection connect() {
        ConnectionUrl url = jdbc.url();
        List<String> tried = new ArrayList<>();
        for (String name : candidates(url)) {
            try {
                return jdbc.connect(name, properties);
            } catch (OperationException e) {
                tried.add(name + " (" + Jdbc.firstLine(refusal(e)) + ")");
            }
        }
        throw new OperationException(
                "Cannot create or drop the database %s at %s:%d as %s: that takes a connection to another database of the server, and none was accepted. Tried: %s. Give the user the right to connect to one of them."
                        .formatted(url.database(), url.host(), url.port(), url.user(), String.join(", ", tried)));
    }

    /// The database itself comes last: a session in it would block a drop.
    private static List<String> candidates(ConnectionUrl url) {
        return Stream.concat(
                        Stream.of("postgres", "template1", url.user(), "defaultdb")
                                .filter(name -> !name.equals(url.database())),
                        Stream.of(url.database()))
                .distinct()
                .toList();
    }

    /// @throws OperationException if every other database would fail, too
    private static SQLException refusal(OperationException failure) {
        if (failure.getCause() instanceof SQLException cause
                && !(failure instanceof UnreachableException)
                && !OF_EVERY_DATABASE.contains(String.valueOf(cause.getSQLState()))) {
            return cause;
        }
        throw failure;
    }
}
