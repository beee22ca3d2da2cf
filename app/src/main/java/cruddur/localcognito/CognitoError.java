package cruddur.localcognito;

import java.time.Duration;
import java.util.Optional;

/// A refusal of the pool, by the name that Cognito gives it.
final class CognitoError extends RuntimeException {

    private final String type;
    private final Optional<Duration> retryAfter;

    CognitoError(String type, String message) {
        this(type, message, Optional.empty());
    }

    private CognitoError(String type, String message, Optional<Duration> retryAfter) {
        // No stack trace: a refusal is not a defect, and hostile requests must not cost one.
        super(message, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
    }

    static CognitoError invalidParameter(String message) {
        return new CognitoError("InvalidParameterException", message);
    }

    static CognitoError notAuthorized(String message) {
        return new CognitoError("NotAuthorizedException", message);
    }

    static CognitoError notFound(String message) {
        return new CognitoError("ResourceNotFoundException", message);
    }

    static CognitoError tooManyRequests(Duration retryAfter) {
        return new CognitoError("TooManyRequestsException", "Too many requests", Optional.of(retryAfter));
    }

    /// Cognito's name of it, with `Exception` at the end.
    String type() {
        return type;
    }

    /// When the same request may succeed, if that is known.
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /// Whether a guess was wrong.
    boolean isWrongGuess() {
        return switch (type) {
            case "NotAuthorizedException", "CodeMismatchException", "TooManyFailedAttemptsException" -> true;
            default -> false;
        };
    }
}
