package cruddur.sql;

import java.io.IOException;

/// There is no password for the database at the moment, and why, in a sentence without it.
public final class LoginException extends IOException {

    public LoginException(String message) {
        super(message);
    }
}
