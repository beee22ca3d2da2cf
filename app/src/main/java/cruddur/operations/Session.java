package cruddur.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Somebody who is connected to a server. What PostgreSQL does not tell is missing.
///
/// @param processId of the server's process that serves them
/// @param app what they call themselves
/// @param age since they connected, as PostgreSQL writes it: `00:03:12`
/// @param blocksDrop whether they are in the database that this is about
public record Session(
        int processId,
        String user,
        String db,
        Optional<String> clientAddr,
        Optional<String> app,
        Optional<String> state,
        Optional<String> age,
        boolean blocksDrop) {

    static Session of(ResultSet row) throws SQLException {
        return new Session(
                row.getInt("process_id"),
                row.getString("user"),
                row.getString("db"),
                Optional.ofNullable(row.getString("client_addr")),
                Optional.ofNullable(row.getString("app")),
                Optional.ofNullable(row.getString("state")),
                Optional.ofNullable(row.getString("age")),
                row.getBoolean("blocks_drop"));
    }
}
