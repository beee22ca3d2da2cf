package cruddur;

import cruddur.settings.Settings;
import cruddur.sql.Login;
import java.util.Optional;

/// How a server connects to its database.
///
/// @param primary the address and login of the database
/// @param replica of a read replica, for what strangers read
/// @param preparesStatements whether statements are prepared once per connection, which some poolers do
///   not support; empty if a pooler is not expected
public record DatabaseLogins(Login primary, Optional<Login> replica, Optional<Boolean> preparesStatements) {

    /// Reads the settings.
    ///
    /// @throws IllegalArgumentException with a sentence that names the setting
    static DatabaseLogins from(Settings settings, Login primary, Optional<Login> replica) {
        return new DatabaseLogins(
                primary, replica, settings.find("PREPARED_STATEMENTS").map(DatabaseLogins::preparesStatements));
    }

    private static boolean preparesStatements(String written) {
        return switch (written) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("PREPARED_STATEMENTS is " + written + ", and must be true or false");
        };
    }
}
