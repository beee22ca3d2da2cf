package cruddur.accounts;

import cruddur.database.Refusal;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.userpool.CognitoException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Translates refusals of the user pool into the contract's codes and sentences.
public final class Refusals {

    private static final Map<String, String> CODES = Map.of(
            "UsernameExistsException", "email_taken",
            "AliasExistsException", "email_taken",
            "InvalidPasswordException", "password_too_weak",
            "CodeMismatchException", "code_mismatch",
            "ExpiredCodeException", "code_expired",
            "UserNotConfirmedException", "email_unconfirmed",
            "PasswordResetRequiredException", "password_reset_required",
            "NEW_PASSWORD_REQUIRED", "password_reset_required");

    /// The same for an unknown address.
    static final Reply.Problem WRONG_PASSWORD = new Reply.Problem(
            401,
            "The e-mail address or the password is wrong.",
            Map.of("WWW-Authenticate", "Bearer error=\"invalid_grant\""));

    /// For a token of a deleted account that this server has not forgotten yet.
    static final Reply.Problem DELETED = new Reply.Problem(
            401,
            "The account of the token's person is deleted.",
            Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));

    private static final String MINUTE = "60";

    private Refusals() {}

    /// The reply to a refusal of the user pool, the database or this server; empty for a defect.
    public static Optional<Reply> of(Throwable failure) {
        return switch (failure) {
            case RefusedException refused -> Optional.of(refused.reply());
            case CognitoException refused -> Optional.of(reply(refused));
            default -> Refusal.of(failure);
        };
    }

    /// Whether the password or the code was wrong.
    static boolean isWrongGuess(Throwable failure) {
        return failure instanceof CognitoException refused
                && is(refused, "NotAuthorized", "UserNotFound", "CodeMismatch", "ExpiredCode");
    }

    /// Whether the refusal reveals that the account exists, or its state.
    static boolean isAboutAccount(CognitoException refused) {
        return is(refused, "UserNotFound", "InvalidParameter", "NotAuthorized");
    }

    /// Whether there is no account whose password could be recovered.
    static boolean isOfWrongAccount(CognitoException refused) {
        return is(refused, "NotAuthorized", "UserNotFound", "UserNotConfirmed");
    }

    /// Whether the pool carried out the operation, and only the trigger failed.
    static boolean isOfTrigger(CognitoException refused) {
        return is(refused, "UserLambdaValidation", "UnexpectedLambda", "InvalidLambdaResponse");
    }

    private static boolean is(CognitoException refused, String... names) {
        return List.of(names).contains(refused.type().replaceFirst("Exception$", ""));
    }

    private static Reply reply(CognitoException refused) {
        String code = CODES.get(refused.type());
        return code == null ? problem(refused) : new Reply.Refused(code);
    }

    private static Reply problem(CognitoException refused) {
        return switch (refused.type()) {
            case "NotAuthorizedException", "UserNotFoundException" -> WRONG_PASSWORD;
            case "LimitExceededException", "TooManyRequestsException", "TooManyFailedAttemptsException" ->
                new Reply.Problem(
                        429, "That was tried too often. Wait a while, then try again.", Map.of("Retry-After", MINUTE));
            case "CodeDeliveryFailureException" ->
                Reply.unavailable("The mail with the code cannot be sent. Try again later.");
            case "InvalidParameterException" -> new Reply.Problem(400, "The user pool does not accept this input.");
            default ->
                new Reply.Problem(
                        503, "The user pool cannot do this (" + refused.type() + ").", Map.of("Retry-After", MINUTE));
        };
    }
}
