package cruddur.accounts;

import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.identity.CognitoException;

import java.util.Map;

/// What the user pool refuses, in the contract's words.
final class Refusals {

    private static final Map<String, String> CODES =
            Map.of(
                    "UsernameExistsException", "email_taken",
                    "AliasExistsException", "email_taken",
                    "InvalidPasswordException", "password_too_weak",
                    "CodeMismatchException", "code_mismatch",
                    "ExpiredCodeException", "code_expired",
                    "UserNotConfirmedException", "email_unconfirmed",
                    "PasswordResetRequiredException", "password_reset_required",
                    "NEW_PASSWORD_REQUIRED", "password_reset_required");

    private static final String MINUTE = "60";

    private Refusals() {}

    /// Whether somebody did not know what they should.
    static boolean isWrongGuess(Throwable failure) {
        return failure instanceof CognitoException refused
                && switch (refused.type()) {
                    case "NotAuthorizedException",
                            "UserNotFoundException",
                            "CodeMismatchException",
                            "ExpiredCodeException" ->
                            true;
                    default -> false;
                };
    }

    static RuntimeException of(Throwable failure) {
        return failure instanceof CognitoException refused
                ? new RefusedException(reply(refused))
                : failure instanceof RuntimeException other
                        ? other
                        : new IllegalStateException(failure);
    }

    private static Reply reply(CognitoException refused) {
        String code = CODES.get(refused.type());
        return code == null ? problem(refused) : new Reply.Refused(code);
    }

    private static Reply problem(CognitoException refused) {
        return switch (refused.type()) {
            case "NotAuthorizedException", "UserNotFoundException" ->
                    new Reply.Problem(
                            401,
                            "The e-mail address or the password is wrong.",
                            Map.of("WWW-Authenticate", "Bearer error=\"invalid_grant\""));
            case "LimitExceededException",
                    "TooManyRequestsException",
                    "TooManyFailedAttemptsException" ->
                    new Reply.Problem(
                            429,
                            "That was tried too often. Wait a while, then try again.",
                            Map.of("Retry-After", MINUTE));
            case "CodeDeliveryFailureException" ->
                    Reply.unavailable("The mail with the code cannot be sent. Try again later.");
            case "InvalidParameterException" ->
                    new Reply.Problem(400, "The user pool does not take this.");
            default ->
                    new Reply.Problem(
                            503,
                            "The user pool cannot do this (" + refused.type() + ").",
                            Map.of("Retry-After", MINUTE));
        };
    }
}
