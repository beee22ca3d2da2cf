package cruddur.database;

/// The server is behind a pooler, and its settings do not say whether that keeps prepared statements.
final class UndecidedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UndecidedException() {
        super("PREPARED_STATEMENTS is not set", null, false, false);
    }
}
