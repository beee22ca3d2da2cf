package cruddur.localcognito;

/// A refusal of the pool, by the name that Cognito gives it.
final class CognitoException extends RuntimeException {

    private final String type;

    CognitoException(String type, String message) {
        // No stack trace: this is an answer, not a defect, and hostile requests must not cost one.
        super(message, null, false, false);
        this.type = type;
    }

    static CognitoException invalidParameter(String message) {
        return new CognitoException("InvalidParameterException", message);
    }

    static CognitoException notAuthorized(String message) {
        return new CognitoException("NotAuthorizedException", message);
    }

    static CognitoException notFound(String message) {
        return new CognitoException("ResourceNotFoundException", message);
    }

    /// As Cognito calls it, with `Exception` at its end.
    String type() {
        return type;
    }

    /// Whether this is what somebody gets who guesses.
    boolean isWrongGuess() {
        return switch (type) {
            case "NotAuthorizedException",
                    "CodeMismatchException",
                    "TooManyFailedAttemptsException" ->
                    true;
            default -> false;
        };
    }
}
