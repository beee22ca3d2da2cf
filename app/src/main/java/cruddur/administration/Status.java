package cruddur.administration;

import cruddur.jdbc.Jdbc;
import cruddur.jdbc.Rows;
import cruddur.migrations.History;
import cruddur.migrations.Migrations;
import cruddur.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The state of a database.
///
/// @param version of the server, for example `18.1`
/// @param size for people, for example `8000 kB`
/// @param schema compared with this version of Cruddur
public record Status(
        String version, long sizeBytes, String size, Optional<Mark> mark, History schema, List<TableRows> tables) {

    private static final Query SERVER = Query.load("databases/server");

    private record Server(String version, long sizeBytes, String size) {}

    /// Reads the state and changes nothing.
    public static Status of(DatabaseAdmin database) {
        History schema = new Migrations(database.url()).history();
        return new Jdbc(database.url()).run(connection -> of(connection, schema));
    }

    private static Status of(Connection connection, History schema) throws SQLException {
        Server server = Rows.of(connection, SERVER.bare(), Status::server).getFirst();
        return new Status(
                server.version,
                server.sizeBytes,
                server.size,
                DatabaseAdmin.mark(connection),
                schema,
                TableRows.in(connection));
    }

    private static Server server(ResultSet row) throws SQLException {
        return new Server(row.getString("version"), row.getLong("size_bytes"), row.getString("size"));
    }
}
