package cruddur.operations;

import cruddur.sql.Query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// How a database is.
///
/// @param version of the server: `18.1`, for example
/// @param size in bytes, as people read it: `8000 kB`
/// @param schema how it compares with this version of Cruddur
public record Status(
        String version,
        long sizeBytes,
        String size,
        Optional<Mark> mark,
        History schema,
        List<TableRows> tables) {

    private static final Query SERVER = Query.load("databases/server");

    private record Server(String version, long sizeBytes, String size) {}

    /// Looks, and changes nothing.
    public static Status of(Databases database) {
        History schema = new Migrations(database.url()).history();
        return database.run(connection -> of(connection, schema));
    }

    private static Status of(Connection connection, History schema) throws SQLException {
        Server server = Rows.of(connection, SERVER.bare(), Status::server).getFirst();
        return new Status(
                server.version,
                server.sizeBytes,
                server.size,
                Databases.mark(connection),
                schema,
                TableRows.in(connection));
    }

    private static Server server(ResultSet row) throws SQLException {
        return new Server(
                row.getString("version"), row.getLong("size_bytes"), row.getString("size"));
    }
}
