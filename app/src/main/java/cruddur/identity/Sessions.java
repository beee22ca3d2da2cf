package cruddur.identity;

import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Who is signed in at the page. A session is a row that every server sees, so it ends everywhere
/// at once; each time its access token would have expired, the user pool is asked whether it may go
/// on. While the pool does not answer, it does.
public final class Sessions {

    private static final Query BEGIN = Query.load("sessions/begin");
    private static final Query PERSON = Query.load("sessions/person");
    private static final Query TAKE_RENEWAL = Query.load("sessions/take_renewal");
    private static final Query RENEW = Query.load("sessions/renew");
    private static final Query END = Query.load("sessions/end");
    private static final Query END_REFUSED = Query.load("sessions/end_refused");
    private static final Query END_ALL = Query.load("sessions/end_all");
    private static final Query END_ALL_BY_EMAIL = Query.load("sessions/end_all_by_email");

    private static final Reply FOREIGN =
            new Reply.Problem(
                    403,
                    "Only a page of this server may do this with its cookie. A program sends a token instead.");

    private final Database database;
    private final Cognito cognito;

    public Sessions(Database database, Cognito cognito) {
        this.database = database;
        this.cognito = cognito;
    }

    /// Begins one.
    ///
    /// @return the header that has the browser keep it
    public Future<Map<String, String>> begin(Request request, UUID person, Grant grant) {
        SessionId id = SessionId.random();
        return database.change(
                        BEGIN.with("id_digest", id.digest())
                                .with("person", person)
                                .with("refresh_token", id.seal(grant.refreshToken().orElse("")))
                                .with("seconds", (double) grant.lifetime().toSeconds()))
                .map(SessionCookie.kept(request, id));
    }

    /// The person whose session the request's cookie names, if there is such a session. With a
    /// cookie alone, nothing but a page of this server may change anything: 403.
    Future<Optional<UUID>> person(Request request) {
        Optional<SessionId> id = SessionCookie.of(request);
        if (id.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return request.isRead() || request.isFromOwnPage()
                ? person(id.get())
                : Future.failedFuture(new RefusedException(FOREIGN));
    }

    private Future<Optional<UUID>> person(SessionId id) {
        return database.rows(PERSON.with("id_digest", id.digest()))
                .compose(
                        rows ->
                                rows.size() == 0
                                        ? Future.succeededFuture(Optional.empty())
                                        : person(id, rows.iterator().next()));
    }

    private Future<Optional<UUID>> person(SessionId id, Row session) {
        Optional<UUID> person = Optional.of(session.getUUID("user_uuid"));
        return session.getBoolean("is_due")
                ? renewed(id, false)
                        .map(lives -> lives ? person : Optional.<UUID>empty())
                        // A pool that does not answer has not said no.
                        .recover(
                                failure ->
                                        isByPool(failure)
                                                ? Future.succeededFuture(person)
                                                : Future.failedFuture(failure))
                : Future.succeededFuture(person);
    }

    private static boolean isByPool(Throwable failure) {
        return failure instanceof CognitoException || failure instanceof RefusedException;
    }

    /// Asks the pool now; fails if it does not answer.
    ///
    /// @return whether there is a session that goes on
    public Future<Boolean> renew(Request request) {
        Optional<SessionId> id = SessionCookie.of(request);
        return id.isPresent() ? renewed(id.get(), true) : Future.succeededFuture(false);
    }

    private Future<Boolean> renewed(SessionId id, boolean evenIfNotDue) {
        return database.change(
                        TAKE_RENEWAL
                                .with("id_digest", id.digest())
                                .with("even_if_not_due", evenIfNotDue))
                .compose(
                        taken ->
                                taken.size() == 0
                                        // Another server does it at this moment; or it is over.
                                        ? Future.succeededFuture(!evenIfNotDue)
                                        : renewed(id, sealedToken(taken)));
    }

    private Future<Boolean> renewed(SessionId id, Buffer sealedToken) {
        return cognito.renew(id.open(sealedToken))
                .compose(grant -> keep(id, grant).map(true))
                .recover(
                        failure ->
                                failure instanceof CognitoException refused && isFinal(refused)
                                        ? endRefused(id, sealedToken)
                                        : Future.failedFuture(failure));
    }

    /// @return whether the session goes on, because it has another token by now
    private Future<Boolean> endRefused(SessionId id, Buffer sealedToken) {
        return database.change(
                        END_REFUSED.with("id_digest", id.digest()).with("refused", sealedToken))
                .map(ended -> ended.rowCount() == 0);
    }

    private static boolean isFinal(CognitoException refused) {
        return switch (refused.type()) {
            case "NotAuthorizedException",
                    "UserNotFoundException",
                    "PasswordResetRequiredException",
                    "UserNotConfirmedException" ->
                    true;
            default -> false;
        };
    }

    private Future<RowSet<Row>> keep(SessionId id, Grant grant) {
        return database.change(
                RENEW.with("id_digest", id.digest())
                        .with("seconds", (double) grant.lifetime().toSeconds())
                        .with("refresh_token", grant.refreshToken().map(id::seal)));
    }

    /// Ends the request's session, and has the pool forget its refresh token. That the pool does
    /// not answer holds nobody here.
    ///
    /// @return the header that has the browser forget it
    public Future<Map<String, String>> end(Request request) {
        return SessionCookie.of(request)
                .map(this::end)
                .orElse(Future.succeededFuture())
                .map(SessionCookie.forgotten(request));
    }

    private Future<Void> end(SessionId id) {
        return database.change(END.with("id_digest", id.digest()))
                .compose(
                        ended ->
                                ended.size() == 0
                                        ? Future.succeededFuture()
                                        : cognito.revoke(id.open(sealedToken(ended))))
                .recover(
                        failure ->
                                isByPool(failure)
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(failure));
    }

    /// Ends every session of the request's person: here at once, then in every app of the pool,
    /// which fails if the pool does not answer.
    ///
    /// @return the header that has the browser forget its own
    public Future<Map<String, String>> endAll(Request request, UUID person) {
        return database.change(END_ALL.with("person", person).with("id_digest", digest(request)))
                .compose(
                        ended ->
                                SessionCookie.of(request)
                                        .filter(_ -> ended.size() > 0)
                                        .map(id -> signOutGlobally(id.open(sealedToken(ended))))
                                        .orElse(Future.succeededFuture()))
                .map(SessionCookie.forgotten(request));
    }

    private static Optional<Buffer> digest(Request request) {
        return SessionCookie.of(request).map(SessionId::digest);
    }

    /// That the pool has ended them already is just as good.
    private Future<Void> signOutGlobally(String refreshToken) {
        return cognito.renew(refreshToken)
                .compose(grant -> cognito.globalSignOut(grant.accessToken()))
                .recover(
                        failure ->
                                failure instanceof CognitoException
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(failure));
    }

    /// Ends every session of the person with this address, who has a new password.
    public Future<Void> endAllOf(String email) {
        return database.change(END_ALL_BY_EMAIL.with("email", email)).mapEmpty();
    }

    private static Buffer sealedToken(RowSet<Row> rows) {
        return rows.iterator().next().getBuffer("refresh_token");
    }
}
