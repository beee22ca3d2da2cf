package cruddur.administration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// A session of a server. What PostgreSQL hides from this role is empty.
///
/// @param processId of the server's process for the session
/// @param app the client's `application_name`
/// @param age since the client connected, as PostgreSQL writes it: `00:03:12`
/// @param blocksDrop whether it is in the inspected database
public record DatabaseSession(
        int processId,
        String user,
        String db,
        Optional<String> clientAddr,
        Optional<String> app,
        Optional<String> state,
        Optional<String> age,
        boolean blocksDrop) {

    static DatabaseSession of(ResultSet row) throws SQLException {
        return new DatabaseSession(
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
