package cruddur.database;

/// A statement was not sent, because others wait too long for a connection.
final class OverloadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    OverloadException(String message) {
        super(message, null, false, false);
    }
}
