package cruddur.identity;

import static cruddur.threads.OffLoop.await;

import com.nimbusds.jose.JOSEException;
import cruddur.database.BlockingDatabase;
import cruddur.database.Database;
import cruddur.growth.Tally;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.sql.Query;
import cruddur.threads.OffLoop;
import cruddur.userpool.Attributes;
import cruddur.userpool.CognitoClient;
import cruddur.userpool.CognitoException;
import cruddur.userpool.Grant;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Identifies the person who sent a request, as the uuid of a row of `users`.
public final class Identity {

    private static final Query BY_COGNITO_USER_ID = Query.load("people/by_cognito_user_id");
    private static final Query CREATE = Query.load("people/create_unless_deleted");

    private static final Reply KEYS_AWAY =
            new Reply.Problem(503, "The user pool does not answer.", Map.of("Retry-After", "10"));

    /// The person of a token.
    private record Found(Tokens.Checked token, UUID person) {}

    private final BlockingDatabase database;
    private final Optional<Tokens> tokens;
    private final CognitoClient cognito;
    private final Sessions sessions;
    private final Tally tally;
    private final KnownTokens known;

    /// Identifies people by their tokens, and by their sessions at the page.
    ///
    /// @param tokens if empty, every token is refused
    public Identity(Database database, Optional<Tokens> tokens, CognitoClient cognito, Sessions sessions, Tally tally) {
        this.database = new BlockingDatabase(database);
        this.tokens = tokens;
        this.cognito = cognito;
        this.sessions = sessions;
        this.known = new KnownTokens(database.clocks().agreed(), System::nanoTime);
        this.tally = tally;
    }

    /// The person; fails with 401 for a stranger and for a bad token.
    public Future<UUID> person(Request request) {
        return reader(request)
                .map(reader -> reader.orElseThrow(() -> unauthorized(
                        "invalid_request",
                        "This needs a person: sign in, or send Authorization: Bearer with a token.")));
    }

    /// The person, or empty for a stranger; a cookie of an ended session counts as a stranger's. Fails
    /// with 401 for a bad token.
    public Future<Optional<UUID>> reader(Request request) {
        return request.bearerToken()
                .map(this::personOf)
                .orElseGet(() -> sessions.person(request))
                .onSuccess(reader -> reader.ifPresent(tally::active));
    }

    /// The person, or empty for a stranger and for a bad token.
    public Future<Optional<UUID>> readerOrStranger(Request request) {
        return reader(request).recover(Identity::asStranger);
    }

    private static Future<Optional<UUID>> asStranger(Throwable failure) {
        return failure instanceof RefusedException
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    /// The groups of the request's person in the user pool, as its token or session has them; none for a stranger.
    public Future<List<String>> groups(Request request) {
        return request.bearerToken()
                .map(token -> OffLoop.call(() -> check(token).groups()))
                .orElseGet(() -> sessions.groups(request));
    }

    private Future<Optional<UUID>> personOf(String token) {
        Optional<UUID> person = tokens.flatMap(current -> known.person(token, current.generation()));
        return person.isPresent()
                ? Future.succeededFuture(person)
                : OffLoop.call(() -> find(token)).map(found -> remembered(found, token));
    }

    private Optional<UUID> remembered(Found found, String token) {
        known.remember(found.token, token, found.person);
        return Optional.of(found.person);
    }

    /// The person of a token that this event loop does not know. Blocks.
    private Found find(String token) {
        Tokens.Checked checked = check(token);
        Row row = byCognitoUserId(checked.cognitoUserId());
        if (row.getBoolean("is_deleted")) {
            throw deleted();
        }
        UUID person = Optional.ofNullable(row.getUUID("uuid"))
                .orElseGet(() -> create(checked.cognitoUserId(), attributes(checked, token))
                        .map(Person::uuid)
                        .orElseThrow(Identity::deleted));
        return new Found(checked, person);
    }

    private Row byCognitoUserId(String cognitoUserId) {
        return database.row(BY_COGNITO_USER_ID.with("cognito_user_id", cognitoUserId))
                .orElseThrow();
    }

    /// The attributes in the token, or for an access token, which has none, those in the user pool.
    private Attributes attributes(Tokens.Checked checked, String token) {
        return checked.attributes().email().isPresent() ? checked.attributes() : attributesInPool(token);
    }

    private Attributes attributesInPool(String accessToken) {
        try {
            Attributes attributes = await(() -> cognito.user(accessToken));
            if (attributes.email().isEmpty()) {
                throw unauthorized("invalid_token", "The user pool has no e-mail address of the token's person.");
            }
            return attributes;
        } catch (CognitoException _) {
            throw unauthorized("invalid_token", "The user pool does not know the token's person.");
        }
    }

    /// Creates the row of a person who has an account in the pool but no row in the database, because
    /// the trigger failed or an administrator created the account. Empty if the account is deleted.
    private Optional<Person> create(String cognitoUserId, Attributes attributes) {
        return database.changeRow(CREATE.with("cognito_user_id", cognitoUserId)
                        .with("display_name", attributes.name())
                        .with("email", attributes.email())
                        .with("handle", attributes.handle()))
                .map(Person::of);
    }

    private static RefusedException deleted() {
        return unauthorized("invalid_token", "The account of the token's person is deleted.");
    }

    /// The person of tokens that the pool has just issued; empty if the account is deleted here, though not yet
    /// in the pool. Blocks.
    public Optional<SignIn> signIn(Grant grant) {
        Tokens.Checked token = check(grant.idToken());
        return create(token.cognitoUserId(), token.attributes())
                .map(person -> new SignIn(person, token.attributes().handle().orElse(person.handle())));
    }

    /// Whether the pool has just given these tokens to this person. Blocks.
    public boolean isFor(Grant grant, UUID person) {
        return person.equals(byCognitoUserId(cognitoUserId(grant)).getUUID("uuid"));
    }

    /// The pool's id of the person of tokens that it has just issued. Blocks.
    public String cognitoUserId(Grant grant) {
        return check(grant.idToken()).cognitoUserId();
    }

    /// Makes this process check all tokens again, because an account was deleted. Other servers do so within a minute.
    public void forgetTokens() {
        tokens.ifPresent(Tokens::checkAgain);
    }

    private Tokens.Checked check(String token) {
        try {
            return tokens.orElseThrow(() -> new BadToken("no user pool is configured"))
                    .check(token);
        } catch (BadToken e) {
            throw unauthorized("invalid_token", "The token is refused: " + e.getMessage() + ".");
        } catch (JOSEException _) {
            throw new RefusedException(KEYS_AWAY);
        }
    }

    private static RefusedException unauthorized(String error, String detail) {
        return new RefusedException(
                new Reply.Problem(401, detail, Map.of("WWW-Authenticate", "Bearer error=\"" + error + "\"")));
    }
}
