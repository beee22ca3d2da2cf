package cruddur.identity;

import com.nimbusds.jose.JOSEException;

import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tells who sent a request, as the uuid of a row of `users`.
public final class Identity {

    private static final Query BY_COGNITO_USER_ID = Query.load("people/by_cognito_user_id");
    private static final Query CREATE = Query.load("people/create_from_signup");

    private final Vertx vertx;
    private final Database database;
    private final Optional<Tokens> tokens;
    private final Cognito cognito;
    private final Sessions sessions;
    private final KnownTokens known = new KnownTokens(InstantSource.system());

    /// Tells people by their tokens, and by their sessions at the page.
    ///
    /// @param tokens without them, every token is refused
    public Identity(
            Vertx vertx,
            Database database,
            Optional<Tokens> tokens,
            Cognito cognito,
            Sessions sessions) {
        this.vertx = vertx;
        this.database = database;
        this.tokens = tokens;
        this.cognito = cognito;
        this.sessions = sessions;
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
                                                        "This needs a person: sign in, or send Authorization: Bearer with a token.")));
    }

    /// The person, or empty for a stranger, as is who has a cookie of a session that is over; fails
    /// with 401 for a bad token.
    public Future<Optional<UUID>> reader(Request request) {
        return request.bearerToken().map(this::personOf).orElseGet(() -> sessions.person(request));
    }

    /// The person, or empty for a stranger, and for whoever cannot be told from one.
    public Future<Optional<UUID>> readerOrStranger(Request request) {
        return reader(request).recover(Identity::asStranger);
    }

    private static Future<Optional<UUID>> asStranger(Throwable failure) {
        return failure instanceof RefusedException
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
                                personOf(checked, token)
                                        .onSuccess(
                                                person -> known.remember(checked, token, person)))
                .map(Optional::of);
    }

    private Future<UUID> personOf(Tokens.Checked token, String written) {
        return database.rows(BY_COGNITO_USER_ID.with("cognito_user_id", token.cognitoUserId()))
                .compose(
                        people ->
                                people.size() == 0
                                        ? create(token, written).map(Person::uuid)
                                        : Future.succeededFuture(
                                                people.iterator().next().getUUID(0)));
    }

    /// Makes the row of a person whom the pool has let in and the database does not know yet:
    /// whatever should have told it did not, or somebody made the account by hand.
    private Future<Person> create(Tokens.Checked token, String written) {
        return token.attributes().email().isPresent()
                ? create(token.cognitoUserId(), token.attributes())
                : cognito.user(written)
                        .recover(Identity::unknown)
                        .compose(Identity::requireEmail)
                        .compose(attributes -> create(token.cognitoUserId(), attributes));
    }

    private static Future<Attributes> requireEmail(Attributes attributes) {
        return attributes.email().isPresent()
                ? Future.succeededFuture(attributes)
                : Future.failedFuture(
                        unauthorized(
                                "invalid_token",
                                "The user pool has no e-mail address of the token's person."));
    }

    private static <T> Future<T> unknown(Throwable failure) {
        return Future.failedFuture(
                failure instanceof CognitoException
                        ? unauthorized(
                                "invalid_token", "The user pool does not know the token's person.")
                        : failure);
    }

    private Future<Person> create(String cognitoUserId, Attributes attributes) {
        return database.change(
                        CREATE.with("cognito_user_id", cognitoUserId)
                                .with("display_name", attributes.name())
                                .with("email", attributes.email())
                                .with("handle", attributes.handle()))
                .map(rows -> Person.of(rows.iterator().next()));
    }

    /// The person to whom the pool has just given these tokens.
    public Future<Arrival> arrival(Grant grant) {
        return checked(grant.idToken())
                .compose(
                        token ->
                                create(token.cognitoUserId(), token.attributes())
                                        .map(person -> arrival(person, token.attributes())));
    }

    private static Arrival arrival(Person person, Attributes attributes) {
        return new Arrival(person, attributes.handle().orElse(person.handle()));
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
                    new RefusedException(
                            new Reply.Problem(
                                    503,
                                    "The user pool does not answer.",
                                    Map.of("Retry-After", "10"))));
        }
    }

    private static RefusedException unauthorized(String error, String detail) {
        return new RefusedException(
                new Reply.Problem(
                        401, detail, Map.of("WWW-Authenticate", "Bearer error=\"" + error + "\"")));
    }
}
