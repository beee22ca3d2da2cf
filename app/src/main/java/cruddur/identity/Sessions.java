package cruddur.identity;

import static cruddur.threads.OffLoop.await;

import cruddur.database.BlockingDatabase;
import cruddur.database.Database;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Query;
import cruddur.threads.OffLoop;
import cruddur.userpool.CognitoClient;
import cruddur.userpool.CognitoException;
import cruddur.userpool.Grant;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The sessions at the page. A session is a row that every server sees, so it ends everywhere
/// at once. Each time its access token would have expired, the server asks the user pool whether the
/// session may continue. If the pool is unreachable, the session continues.
///
/// All methods except [#person(Request)] and [#groups(Request)] block, and run off the event loop.
public final class Sessions {

    private static final Query BEGIN = Query.load("sessions/begin");
    private static final Query PERSON = Query.load("sessions/person");
    private static final Query GROUPS = Query.load("sessions/groups");
    private static final Query TAKE_RENEWAL = Query.load("sessions/take_renewal");
    private static final Query RENEW = Query.load("sessions/renew");
    private static final Query END = Query.load("sessions/end");
    private static final Query END_REFUSED = Query.load("sessions/end_refused");
    private static final Query END_ALL = Query.load("sessions/end_all");
    private static final Query END_OTHERS = Query.load("sessions/end_others");
    private static final Query END_ALL_BY_COGNITO_USER_ID = Query.load("sessions/end_all_by_cognito_user_id");
    private static final Query END_ALL_BY_EMAIL = Query.load("sessions/end_all_by_email");

    private static final Reply FOREIGN = new Reply.Problem(
            403, "Only a page of this server may do this with its cookie. A program sends a token instead.");

    private final Database database;
    private final BlockingDatabase blocking;
    private final CognitoClient cognito;

    public Sessions(Database database, CognitoClient cognito) {
        this.database = database;
        this.blocking = new BlockingDatabase(database);
        this.cognito = cognito;
    }

    /// The person of the session in the request's cookie; empty without one. With only a cookie, requests
    /// that change data must come from a page of this server: 403.
    ///
    /// Runs on the event loop; only the renewal of a session leaves it.
    Future<Optional<UUID>> person(Request request) {
        Optional<BrowserSecret> id = SecretCookie.SESSION.of(request);
        if (id.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return request.isRead() || request.isFromOwnPage()
                ? person(id.get())
                : Future.failedFuture(new RefusedException(FOREIGN));
    }

    private Future<Optional<UUID>> person(BrowserSecret id) {
        return database.reads()
                .rows(PERSON.with("id_digest", id.digest()))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.empty())
                        : person(id, rows.iterator().next()));
    }

    private Future<Optional<UUID>> person(BrowserSecret id, Row session) {
        Optional<UUID> person = Optional.of(session.getUUID("user_uuid"));
        return session.getBoolean("is_due")
                ? OffLoop.call(() -> isContinued(id) ? person : Optional.empty())
                : Future.succeededFuture(person);
    }

    /// The groups in the user pool of the person of the session in the request's cookie, as of the last renewal.
    /// Runs on the event loop.
    Future<List<String>> groups(Request request) {
        return SecretCookie.SESSION
                .of(request)
                .map(id -> database.reads()
                        .rows(GROUPS.with("id_digest", id.digest()))
                        .map(Sessions::groups))
                .orElseGet(() -> Future.succeededFuture(List.of()));
    }

    private static List<String> groups(RowSet<Row> session) {
        return session.stream()
                .flatMap(row -> Arrays.stream(row.getArrayOfStrings("cognito_groups")))
                .toList();
    }

    private static String[] groups(Grant grant) {
        return Tokens.groups(grant.idToken()).toArray(String[]::new);
    }

    private boolean isContinued(BrowserSecret id) {
        Optional<Buffer> sealedToken = takeRenewal(id, false);
        // Without a token, another server is renewing the session.
        return sealedToken.isEmpty() || isContinued(id, sealedToken.get());
    }

    /// If the pool does not answer, the session continues.
    private boolean isContinued(BrowserSecret id, Buffer sealedToken) {
        try {
            return renew(id, sealedToken);
        } catch (CognitoException | RefusedException _) {
            return true;
        }
    }

    /// Begins a session.
    ///
    /// @return the header with which the browser keeps the session
    public Map<String, String> begin(Request request, UUID person, Grant grant) {
        BrowserSecret id = BrowserSecret.random();
        blocking.change(BEGIN.with("id_digest", id.digest())
                .with("person", person)
                .with("refresh_token", id.seal(grant.refreshToken().orElse("")))
                .with("seconds", (double) grant.lifetime().toSeconds())
                .with("groups", groups(grant)));
        return SecretCookie.SESSION.kept(request, id);
    }

    /// Asks the pool now; fails if it does not answer.
    ///
    /// @return whether the session continues
    public boolean renew(Request request) {
        return SecretCookie.SESSION.of(request).map(this::renew).orElse(false);
    }

    private boolean renew(BrowserSecret id) {
        return takeRenewal(id, true).map(token -> renew(id, token)).orElse(false);
    }

    private Optional<Buffer> takeRenewal(BrowserSecret id, boolean evenIfNotDue) {
        return blocking.changeRow(TAKE_RENEWAL.with("id_digest", id.digest()).with("even_if_not_due", evenIfNotDue))
                .map(Sessions::sealedToken);
    }

    private boolean renew(BrowserSecret id, Buffer sealedToken) {
        try {
            keep(id, await(() -> cognito.renew(id.open(sealedToken))));
            return true;
        } catch (CognitoException refused) {
            if (isFinal(refused)) {
                return !isEnded(id, sealedToken);
            }
            throw refused;
        }
    }

    /// Ends the session, unless it has another token now.
    private boolean isEnded(BrowserSecret id, Buffer refusedToken) {
        return blocking.change(END_REFUSED.with("id_digest", id.digest()).with("refused", refusedToken))
                        .rowCount()
                > 0;
    }

    private static boolean isFinal(CognitoException refused) {
        return switch (refused.type()) {
            case "NotAuthorizedException",
                    "UserNotFoundException",
                    "PasswordResetRequiredException",
                    "UserNotConfirmedException" -> true;
            default -> false;
        };
    }

    private void keep(BrowserSecret id, Grant grant) {
        blocking.change(RENEW.with("id_digest", id.digest())
                .with("seconds", (double) grant.lifetime().toSeconds())
                .with("groups", groups(grant))
                .with("refresh_token", grant.refreshToken().map(id::seal)));
    }

    /// Ends the request's session, and revokes its refresh token if the pool answers.
    ///
    /// @return the header with which the browser deletes the session
    public Map<String, String> end(Request request) {
        SecretCookie.SESSION.of(request).ifPresent(this::end);
        return SecretCookie.SESSION.forgotten(request);
    }

    private void end(BrowserSecret id) {
        Optional<Row> ended = blocking.changeRow(END.with("id_digest", id.digest()));
        try {
            ended.ifPresent(row -> await(() -> cognito.revoke(id.open(sealedToken(row)))));
        } catch (CognitoException | RefusedException _) {
            // The session has ended here, regardless of the pool.
        }
    }

    /// Ends every session of the request's person: here at once, then in every app of the pool. Fails if
    /// the pool does not answer.
    ///
    /// @return the header with which the browser deletes its session
    public Map<String, String> endAll(Request request, UUID person) {
        Optional<BrowserSecret> own = SecretCookie.SESSION.of(request);
        blocking.changeRow(END_ALL.with("person", person).with("id_digest", own.map(BrowserSecret::digest)))
                .ifPresent(row -> signOutGlobally(own.orElseThrow().open(sealedToken(row))));
        return SecretCookie.SESSION.forgotten(request);
    }

    private void signOutGlobally(String refreshToken) {
        try {
            Grant grant = await(() -> cognito.renew(refreshToken));
            await(() -> cognito.globalSignOut(grant.accessToken()));
        } catch (CognitoException _) {
            // The pool has ended the sessions already.
        }
    }

    /// Ends every session of this person but the request's own.
    public void endOthers(Request request, UUID person) {
        Optional<BrowserSecret> own = SecretCookie.SESSION.of(request);
        blocking.change(END_OTHERS.with("person", person).with("id_digest", own.map(BrowserSecret::digest)));
    }

    /// Ends every session of the person with this address, who has a new password.
    public void endAllOf(String email) {
        blocking.change(END_ALL_BY_EMAIL.with("email", email));
    }

    /// Ends every session of the person with this account at the user pool.
    public void endAllOfAccount(String sub) {
        blocking.change(END_ALL_BY_COGNITO_USER_ID.with("sub", sub));
    }

    private static Buffer sealedToken(Row row) {
        return row.getBuffer("refresh_token");
    }
}
