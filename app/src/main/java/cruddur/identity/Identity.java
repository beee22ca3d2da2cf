package cruddur.identity;

import com.nimbusds.jose.JOSEException;

import cruddur.http.ProblemException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tells who sent a request, as the uuid of a row of `users`.
public final class Identity {

    private static final Query BY_COGNITO_USER_ID = Query.load("people/by_cognito_user_id");

    private final Vertx vertx;
    private final Database database;
    private final Optional<Tokens> tokens;
    private final KnownTokens known = new KnownTokens();

    /// Tells people by their tokens.
    ///
    /// @param tokens without them, every token is refused
    public Identity(Vertx vertx, Database database, Optional<Tokens> tokens) {
        this.vertx = vertx;
        this.database = database;
        this.tokens = tokens;
    }

    /// The person; fails with 401 for a stranger and for a bad token.
    public Future<UUID> person(Request request) {
        return reader(request)
                .map(
                        reader ->
                                reader.orElseThrow(
                                        () ->
                                                unauthorized(
                                                        "invalid_request",
                                                        "This needs a person: send Authorization: Bearer with a token.")));
    }

    /// The person, or empty for a stranger; fails with 401 for a bad token.
    public Future<Optional<UUID>> reader(Request request) {
        return request.bearerToken()
                .map(this::personOf)
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    /// The person, or empty for a stranger, and for whoever cannot be told from one.
    public Future<Optional<UUID>> readerOrStranger(Request request) {
        return request.bearerToken().isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : reader(request).recover(Identity::asStranger);
    }

    private static Future<Optional<UUID>> asStranger(Throwable failure) {
        return failure instanceof ProblemException
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    private Future<Optional<UUID>> personOf(String token) {
        Optional<UUID> person =
                tokens.flatMap(current -> known.person(token, current.generation()));
        return person.isPresent() ? Future.succeededFuture(person) : lookUp(token);
    }

    private Future<Optional<UUID>> lookUp(String token) {
        return checked(token)
                .compose(
                        checked ->
                                personOf(checked)
                                        .onSuccess(
                                                person -> known.remember(checked, token, person)))
                .map(Optional::of);
    }

    private Future<UUID> personOf(Tokens.Checked token) {
        return database.rows(BY_COGNITO_USER_ID.with("cognito_user_id", token.cognitoUserId()))
                .map(Identity::only);
    }

    private static UUID only(RowSet<Row> people) {
        if (people.size() == 0) {
            throw unauthorized(
                    "invalid_token",
                    "The token is good, but its person has no row in this database.");
        }
        return people.iterator().next().getUUID(0);
    }

    /// Checks the token beside the event loop, and comes back to it.
    private Future<Tokens.Checked> checked(String token) {
        Context here = vertx.getOrCreateContext();
        Promise<Tokens.Checked> promise = Promise.promise();
        Thread.ofVirtual()
                .name("token")
                .start(
                        () -> {
                            // Composed, so that a defect ends the request, too.
                            Future<Tokens.Checked> checked =
                                    Future.succeededFuture(token).compose(this::check);
                            here.runOnContext(_ -> checked.onComplete(promise));
                        });
        return promise.future();
    }

    private Future<Tokens.Checked> check(String token) {
        try {
            return Future.succeededFuture(
                    tokens.orElseThrow(() -> new BadToken("no user pool is configured"))
                            .check(token));
        } catch (BadToken e) {
            return Future.failedFuture(
                    unauthorized("invalid_token", "The token is refused: " + e.getMessage() + "."));
        } catch (JOSEException _) {
            return Future.failedFuture(
                    new ProblemException(
                            new Reply.Problem(
                                    503,
                                    "The user pool does not answer.",
                                    Map.of("Retry-After", "10"))));
        }
    }

    private static ProblemException unauthorized(String error, String detail) {
        return new ProblemException(
                new Reply.Problem(
                        401, detail, Map.of("WWW-Authenticate", "Bearer error=\"" + error + "\"")));
    }
}
