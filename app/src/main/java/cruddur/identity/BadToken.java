package cruddur.identity;

/// A token that is refused. The message is the reason, in words that the client may see.
final class BadToken extends Exception {

    BadToken(String reason) {
        super(reason, null, false, false);
    }
}
