package cruddur.identity;

/// A token that must not be believed. The message says why, in words that may be shown to whoever
/// sent it.
final class BadToken extends Exception {

    BadToken(String reason) {
        super(reason, null, false, false);
    }
}
