package cruddur.accounts;

import static cruddur.accounts.Accounts.joined;
import static cruddur.accounts.Accounts.passwordCodes;
import static cruddur.accounts.Accounts.require;
import static cruddur.threads.OffLoop.await;

import cruddur.database.BlockingDatabase;
import cruddur.database.Database;
import cruddur.http.Attempts;
import cruddur.http.Clients;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.Identity;
import cruddur.identity.Sessions;
import cruddur.sql.Query;
import cruddur.userpool.CognitoClient;
import cruddur.userpool.CognitoException;
import cruddur.userpool.Grant;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What signed-in people do with their own accounts. A change needs the password again, which a stranger at an
/// unlocked screen does not have.
public final class OwnAccount {

    private static final Query ME = Query.load("people/me");

    private static final Reply UNFINISHED = new Reply.Problem(
            503,
            "All that you wrote is deleted, but the user pool does not answer, so it still has your e-mail address."
                    + " Sign in once more later: that deletes the rest.",
            Map.of("Retry-After", "60"));

    private final Database database;
    private final BlockingDatabase blocking;
    private final CognitoClient cognito;
    private final PoolAccess pool;
    private final Identity identity;
    private final Sessions sessions;
    private final AccountDeletion deletion;

    public OwnAccount(
            Database database,
            CognitoClient cognito,
            Identity identity,
            Sessions sessions,
            Attempts attempts,
            Clients clients) {
        this.database = database;
        this.blocking = new BlockingDatabase(database);
        this.cognito = cognito;
        this.pool = new PoolAccess(cognito, attempts, clients);
        this.identity = identity;
        this.sessions = sessions;
        this.deletion = new AccountDeletion(database, cognito, identity);
    }

    /// Changes this person's password, and ends the other sessions at the page.
    public void changePassword(Request request, UUID person, String old, String proposed) {
        require(joined(old.isEmpty() ? List.of("old_password_blank") : List.of(), passwordCodes(proposed)));
        Grant grant = signedInAgain(request, person, old);
        try {
            await(() -> cognito.changePassword(grant.accessToken(), old, proposed));
        } finally {
            forget(grant);
        }
        sessions.endOthers(request, person);
    }

    /// Deletes this person's account, in the user pool and here. Fails with 503 if it is still in the user pool.
    ///
    /// @return the headers that have the browser forget the session
    public Map<String, String> delete(Request request, UUID person, String password) {
        require(passwordCodes(password));
        Grant grant = signedInAgain(request, person, password);
        deletion.begin(person);
        boolean isGoneFromPool = deletion.deleteFromPool(grant);
        deletion.removeRows(person);
        if (!isGoneFromPool) {
            throw new RefusedException(UNFINISHED);
        }
        return sessions.end(request);
    }

    /// All that is this person's, as a file.
    public Future<Reply> export(UUID person) {
        return Export.of(database, person);
    }

    /// New tokens for a person who has given the password. The pool knows people by their addresses, of which two
    /// people could have the same here: the tokens tell.
    private Grant signedInAgain(Request request, UUID person, String password) {
        Grant grant = pool.signIn(request, email(person), password);
        if (!identity.isFor(grant, person)) {
            forget(grant);
            throw new RefusedException(Refusals.WRONG_PASSWORD);
        }
        return grant;
    }

    private String email(UUID person) {
        return blocking.row(ME.with("person", person))
                .orElseThrow(() -> new RefusedException(Refusals.DELETED))
                .getString("email");
    }

    /// Ends the session that the tokens began, because no client has it.
    private void forget(Grant grant) {
        try {
            grant.refreshToken().ifPresent(token -> await(() -> cognito.revoke(token)));
        } catch (CognitoException | RefusedException _) {
            // It expires.
        }
    }
}
