package cruddur.accounts;

import static cruddur.threads.OffLoop.await;

import cruddur.database.BlockingDatabase;
import cruddur.database.Database;
import cruddur.http.Attempts;
import cruddur.http.Clients;
import cruddur.http.Form;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.identity.PendingSignIns;
import cruddur.identity.Sessions;
import cruddur.identity.SignIn;
import cruddur.sql.Query;
import cruddur.userpool.CognitoClient;
import cruddur.userpool.CognitoException;
import cruddur.userpool.DefaultPasswordPolicy;
import cruddur.userpool.Grant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The operations of people on their accounts. They block, so they run off the event loop. [Refusals]
/// translates their exceptions.
public final class Accounts {

    private static final Query SIGN_UP_REFUSALS = Query.load("people/sign_up_refusals");

    /// The user pool's limit.
    private static final int MAXIMUM_PASSWORD = 256;

    /// A person who has just signed in.
    ///
    /// @param headers with which the browser keeps the session
    public record SignedIn(SignIn signIn, Map<String, String> headers) {}

    private final BlockingDatabase database;
    private final PoolAccess pool;
    private final Identity identity;
    private final AccountDeletion deletion;
    private final Sessions sessions;
    private final PendingSignIns pendingSignIns;

    public Accounts(
            Database database,
            CognitoClient cognito,
            Identity identity,
            Sessions sessions,
            Attempts attempts,
            Clients clients) {
        this.pendingSignIns = new PendingSignIns(database);
        this.database = new BlockingDatabase(database);
        this.pool = new PoolAccess(cognito, attempts, clients);
        this.identity = identity;
        this.deletion = new AccountDeletion(database, cognito, identity);
        this.sessions = sessions;
    }

    /// Creates an account of `name`, `email`, `handle` and `password`. It must be confirmed with a code
    /// that is sent to the address.
    public void signUp(Request request, Form form) {
        String password = form.text("password");
        List<String> broken = joined(formCodes(form), passwordCodes(password));
        require(broken.isEmpty() ? broken : joined(broken, weaknessCodes(password)));
        await(() ->
                pool.onBehalfOf(request).signUp(form.word("email"), password, form.word("name"), form.word("handle")));
    }

    /// The pool checks passwords, by a policy that its owner may have changed. If the sign-up is refused
    /// anyway, the pool is not asked, and the default policy is used instead.
    private static List<String> weaknessCodes(String password) {
        return password.isEmpty() || DefaultPasswordPolicy.violation(password).isEmpty()
                ? List.of()
                : List.of("password_too_weak");
    }

    private List<String> formCodes(Form form) {
        Row row = database.row(SIGN_UP_REFUSALS
                        .with("display_name", form.word("name"))
                        .with("handle", form.word("handle"))
                        .with("email", form.word("email")))
                .orElseThrow();
        return List.of(row.getArrayOfStrings("codes"));
    }

    /// Confirms the address with `email` and `code`.
    public void confirm(Request request, Form form) {
        require(joined(emailCodes(form), codeCodes(form)));
        try {
            pool.tried(request, () -> pool.onBehalfOf(request).confirmSignUp(form.word("email"), form.digits("code")));
        } catch (CognitoException refused) {
            if (refused.type().equals("NotAuthorizedException")) {
                throw new RefusedException(new Reply.Refused("email_confirmed_already"));
            }
            // If only the trigger has failed, the address is confirmed, and the first sign-in creates the row.
            if (!Refusals.isOfTrigger(refused)) {
                throw refused;
            }
        }
    }

    /// Keeps `password` until `email` is confirmed, for [#signInConfirmed].
    ///
    /// @return the header with which the browser keeps the key to it
    public Map<String, String> keepPassword(Request request, Form form) {
        return pendingSignIns.keep(request, form.word("email"), form.text("password"));
    }

    /// Signs in the person who has just confirmed `email`, if this browser signed up with it in the last
    /// ten minutes. Empty otherwise, and if the pool requires more or does not answer.
    public Optional<SignedIn> signInConfirmed(Request request, Form form) {
        String email = form.word("email");
        try {
            return pendingSignIns
                    .take(request, email)
                    .map(password -> signedIn(
                            request, await(() -> pool.onBehalfOf(request).signIn(email, password))));
        } catch (CognitoException | RefusedException _) {
            return Optional.empty();
        }
    }

    /// Sends another code to `email`, if an unconfirmed account has this address.
    public void resend(Request request, Form form) {
        require(emailCodes(form));
        askInSecret(() -> pool.onBehalfOf(request).resendConfirmationCode(form.word("email")));
    }

    /// Begins the recovery of the account of `email`, if there is one, with a code sent there.
    public void forgot(Request request, Form form) {
        require(emailCodes(form));
        askInSecret(() -> pool.onBehalfOf(request).forgotPassword(form.word("email")));
    }

    /// Hides whether the account exists, and its state.
    private static void askInSecret(Supplier<Future<Void>> operation) {
        try {
            await(operation);
        } catch (CognitoException refused) {
            if (!Refusals.isAboutAccount(refused)) {
                throw refused;
            }
        }
    }

    /// Sets a new `password` of the account of `email`, with the `code`, and ends its sessions.
    public void reset(Request request, Form form) {
        String email = form.word("email");
        String password = form.text("password");
        require(joined(emailCodes(form), codeCodes(form), passwordCodes(password)));
        try {
            pool.tried(
                    request,
                    () -> pool.onBehalfOf(request).confirmForgotPassword(email, form.digits("code"), password));
        } catch (CognitoException refused) {
            throw Refusals.isOfWrongAccount(refused)
                    ? new RefusedException(new Reply.Refused("code_mismatch"))
                    : refused;
        }
        sessions.endAllOf(email);
    }

    /// Signs in with `email` and `password`.
    public SignedIn signIn(Request request, Form form) {
        // A foreign page must not sign a person in as another one without their knowledge.
        require(!request.isFromForeignPage());
        require(joined(emailCodes(form), passwordCodes(form.text("password"))));
        return signedIn(request, pool.signIn(request, form.word("email"), form.text("password")));
    }

    /// If the account is deleted here and not yet in the pool, it is deleted there now.
    private SignedIn signedIn(Request request, Grant grant) {
        SignIn signIn = identity.signIn(grant).orElseThrow(() -> {
            deletion.deleteFromPool(grant);
            return new RefusedException(Refusals.WRONG_PASSWORD);
        });
        return new SignedIn(signIn, sessions.begin(request, signIn.person().uuid(), grant));
    }

    /// Asks the user pool now whether the session may continue; 401 if not, or if there is none.
    public void refresh(Request request) {
        require(request.isFromOwnPage());
        if (!sessions.renew(request)) {
            await(() -> identity.person(request));
        }
    }

    /// Ends the session, or all of the person's.
    ///
    /// @return the headers with which the browser deletes it
    public Map<String, String> signOut(Request request, boolean everywhere) {
        require(request.isFromOwnPage());
        Optional<UUID> person = everywhere ? await(() -> identity.reader(request)) : Optional.empty();
        return person.isPresent() ? sessions.endAll(request, person.get()) : sessions.end(request);
    }

    private static List<String> emailCodes(Form form) {
        return form.word("email").isEmpty() ? List.of("email_blank") : List.of();
    }

    private static List<String> codeCodes(Form form) {
        return form.word("code").isEmpty()
                ? List.of("code_blank")
                : form.digits("code").isEmpty() ? List.of("code_mismatch") : List.of();
    }

    /// The rules that a password breaks which the user pool need not be asked about.
    static List<String> passwordCodes(String password) {
        if (password.isEmpty()) {
            return List.of("password_blank");
        }
        return password.length() > MAXIMUM_PASSWORD ? List.of("password_exceed_max_chars") : List.of();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    static List<String> joined(List<String>... codes) {
        return Arrays.stream(codes).flatMap(List::stream).toList();
    }

    /// Fails with 422 if there are any.
    static void require(List<String> codes) {
        if (!codes.isEmpty()) {
            throw new RefusedException(new Reply.Refused(codes));
        }
    }

    private static void require(boolean isOwn) {
        if (!isOwn) {
            throw new RefusedException(Reply.FOREIGN);
        }
    }
}
