package cruddur.sql;

import java.io.IOException;

/// There is no password for the database at the moment. The message contains the reason, but no
/// password.
public final class LoginException extends IOException {

    public LoginException(String message) {
        super(message);
    }
}
