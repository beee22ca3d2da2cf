package cruddur.accounts;

import cruddur.http.Attempts;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Arrival;
import cruddur.identity.Cognito;
import cruddur.identity.CognitoException;
import cruddur.identity.Grant;
import cruddur.identity.Identity;
import cruddur.identity.Sessions;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// What people do with their accounts. Each fails with a [RefusedException] that says why not.
public final class Accounts {

    private static final Query SIGN_UP_REFUSALS = Query.load("people/sign_up_refusals");

    /// As many characters as the user pool takes.
    private static final int MAXIMUM_PASSWORD = 256;

    /// Somebody who is signed in now.
    ///
    /// @param headers that have the browser keep the session
    public record SignedIn(Arrival arrival, Map<String, String> headers) {}

    private final Database database;
    private final Cognito cognito;
    private final Identity identity;
    private final Sessions sessions;
    private final Attempts attempts;

    public Accounts(
            Database database,
            Cognito cognito,
            Identity identity,
            Sessions sessions,
            Attempts attempts) {
        this.database = database;
        this.cognito = cognito;
        this.identity = identity;
        this.sessions = sessions;
        this.attempts = attempts;
    }

    /// Makes an account of `name`, `email`, `handle` and `password`, which a code sent to the
    /// address has to confirm.
    public Future<Void> signUp(Form form) {
        String password = form.text("password");
        return database.rows(
                        SIGN_UP_REFUSALS
                                .with("display_name", form.word("name"))
                                .with("handle", form.word("handle"))
                                .with("email", form.word("email")))
                .compose(
                        rows ->
                                allowed(
                                        List.of(
                                                List.of(
                                                        rows.iterator()
                                                                .next()
                                                                .getArrayOfStrings("codes")),
                                                passwordCodes(password))))
                .compose(
                        _ ->
                                cognito.signUp(
                                        form.word("email"),
                                        password,
                                        form.word("name"),
                                        form.word("handle")))
                .recover(Accounts::refused);
    }

    /// Confirms the address with `email` and `code`.
    public Future<Void> confirm(Request request, Form form) {
        return allowed(List.of(emailCodes(form), codeCodes(form)))
                .compose(
                        _ ->
                                tried(
                                        request,
                                        () ->
                                                cognito.confirmSignUp(
                                                        form.word("email"), form.digits("code"))))
                .recover(Accounts::unlessConfirmed)
                .recover(Accounts::refused);
    }

    /// Where only telling the database has failed, the first sign-in will tell it.
    private static Future<Void> unlessConfirmed(Throwable failure) {
        boolean isConfirmed =
                failure instanceof CognitoException refused
                        && refused.type()
                                .matches(
                                        "(UserLambdaValidation|UnexpectedLambda|InvalidLambdaResponse)Exception");
        return isConfirmed ? Future.succeededFuture() : Future.failedFuture(unconfirmable(failure));
    }

    /// The pool says of a confirmed account that confirming it is not allowed.
    private static Throwable unconfirmable(Throwable failure) {
        return failure instanceof CognitoException refused
                        && refused.type().equals("NotAuthorizedException")
                ? new RefusedException(new Reply.Refused("email_confirmed_already"))
                : failure;
    }

    /// Sends another code to `email`, if there is an account that wants one.
    public Future<Void> resend(Form form) {
        return allowed(List.of(emailCodes(form)))
                .compose(_ -> cognito.resendConfirmationCode(form.word("email")))
                .recover(Accounts::unlessUnknown)
                .recover(Accounts::refused);
    }

    /// Begins the recovery of the account of `email`, if there is one, with a code sent there.
    public Future<Void> forgot(Form form) {
        return allowed(List.of(emailCodes(form)))
                .compose(_ -> cognito.forgotPassword(form.word("email")))
                .recover(Accounts::unlessUnknown)
                .recover(Accounts::refused);
    }

    /// Whether there is an account, and what state it is in, is nobody else's business.
    private static Future<Void> unlessUnknown(Throwable failure) {
        boolean isAboutAccount =
                failure instanceof CognitoException refused
                        && refused.type()
                                .matches("(UserNotFound|InvalidParameter|NotAuthorized)Exception");
        return isAboutAccount ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    /// Gives the account of `email` a new `password`, with the `code`, and ends its sessions.
    public Future<Void> reset(Request request, Form form) {
        String email = form.word("email");
        String password = form.text("password");
        return allowed(List.of(emailCodes(form), codeCodes(form), passwordCodes(password)))
                .compose(
                        _ ->
                                tried(
                                        request,
                                        () ->
                                                cognito.confirmForgotPassword(
                                                        email, form.digits("code"), password)))
                .compose(_ -> sessions.endAllOf(email))
                .recover(failure -> refused(unresettable(failure)));
    }

    private static Throwable unresettable(Throwable failure) {
        return failure instanceof CognitoException refused
                        && refused.type()
                                .matches("(NotAuthorized|UserNotFound|UserNotConfirmed)Exception")
                ? new RefusedException(new Reply.Refused("code_mismatch"))
                : failure;
    }

    /// Signs in with `email` and `password`.
    public Future<SignedIn> signIn(Request request, Form form) {
        return fromNoForeignPage(request)
                .compose(
                        _ ->
                                allowed(
                                        List.of(
                                                emailCodes(form),
                                                passwordCodes(form.text("password")))))
                .compose(
                        _ ->
                                tried(
                                        request,
                                        () ->
                                                cognito.signIn(
                                                        form.word("email"), form.text("password"))))
                .compose(grant -> signedIn(request, grant))
                .recover(Accounts::refused);
    }

    private Future<SignedIn> signedIn(Request request, Grant grant) {
        return identity.arrival(grant)
                .compose(
                        arrival ->
                                sessions.begin(request, arrival.person().uuid(), grant)
                                        .map(headers -> new SignedIn(arrival, headers)));
    }

    /// Asks the user pool now whether the session may go on; 401 if there is none that may.
    public Future<Void> refresh(Request request) {
        return fromOwnPage(request)
                .compose(_ -> sessions.renew(request))
                .compose(lives -> lives ? Future.succeededFuture() : identity.person(request))
                .<Void>mapEmpty()
                .recover(Accounts::refused);
    }

    /// Ends the session, or all of the person's.
    ///
    /// @return the headers that have the browser forget it
    public Future<Map<String, String>> signOut(Request request, boolean everywhere) {
        return fromOwnPage(request)
                .compose(
                        _ ->
                                everywhere
                                        ? identity.reader(request)
                                        : Future.succeededFuture(Optional.<UUID>empty()))
                .compose(
                        person ->
                                person.isPresent()
                                        ? sessions.endAll(request, person.get())
                                        : sessions.end(request))
                .recover(Accounts::refused);
    }

    /// Nobody is to be signed in without knowing it, as somebody else.
    private static Future<Void> fromNoForeignPage(Request request) {
        return request.isFromForeignPage()
                ? Future.failedFuture(new RefusedException(Reply.FOREIGN))
                : Future.succeededFuture();
    }

    private static Future<Void> fromOwnPage(Request request) {
        return request.isFromOwnPage()
                ? Future.succeededFuture()
                : Future.failedFuture(new RefusedException(Reply.FOREIGN));
    }

    /// Tries what could be guessed.
    private <T> Future<T> tried(Request request, Supplier<Future<T>> attempt) {
        return attempts.tried(request, attempt, Refusals::isWrongGuess);
    }

    private static List<String> emailCodes(Form form) {
        return form.word("email").isEmpty() ? List.of("email_blank") : List.of();
    }

    private static List<String> codeCodes(Form form) {
        return form.word("code").isEmpty()
                ? List.of("code_blank")
                : form.digits("code").isEmpty() ? List.of("code_mismatch") : List.of();
    }

    private static List<String> passwordCodes(String password) {
        if (password.isEmpty()) {
            return List.of("password_blank");
        }
        return password.length() > MAXIMUM_PASSWORD
                ? List.of("password_exceed_max_chars")
                : List.of();
    }

    /// Goes on if no rule was broken.
    private static Future<Void> allowed(List<List<String>> broken) {
        List<String> codes = broken.stream().flatMap(List::stream).toList();
        return codes.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture(new RefusedException(new Reply.Refused(codes)));
    }

    private static <T> Future<T> refused(Throwable failure) {
        return Future.failedFuture(Refusals.of(failure));
    }
}
