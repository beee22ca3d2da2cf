package cruddur.localcognito;

import cruddur.localcognito.SessionTokens.Access;
import cruddur.localcognito.SessionTokens.Session;
import cruddur.sql.BoundQuery;
import cruddur.sql.Database;
import cruddur.sql.Query;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// `InitiateAuth`, `GetUser`, `GlobalSignOut`, `RevokeToken`.
final class SigningIn {

    private static final Query BEGIN_SIGN_IN = Query.load("local_cognito/begin_sign_in");
    private static final Query END_SIGN_IN = Query.load("local_cognito/end_sign_in");
    private static final Query FORGET_FAILURES = Query.load("local_cognito/forget_failures");
    private static final Query SESSION = Query.load("local_cognito/session_by_refresh_token");
    private static final Query ACCOUNT = Query.load("local_cognito/account_by_session");
    private static final Query REVOKE_SESSION = Query.load("local_cognito/revoke_session");
    private static final Query REVOKE_ALL_SESSIONS =
            Query.load("local_cognito/revoke_all_sessions");

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int REFRESH_TOKEN_BYTES = 48;

    private final Database database;
    private final Passwords passwords;
    private final SessionTokens tokens;

    SigningIn(Database database, Passwords passwords, SessionTokens tokens) {
        this.database = database;
        this.passwords = passwords;
        this.tokens = tokens;
    }

    Future<JsonObject> initiateAuth(Input input) {
        return switch (input.text("AuthFlow")) {
            case "USER_PASSWORD_AUTH" -> withPassword(input.object("AuthParameters"));
            case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN" -> again(input.object("AuthParameters"));
            case "USER_SRP_AUTH", "CUSTOM_AUTH", "USER_AUTH", "ADMIN_USER_PASSWORD_AUTH" ->
                    throw CognitoException.invalidParameter(
                            "Auth flow not enabled for this client");
            default ->
                    throw Input.constraint(
                            "AuthFlow",
                            "Member must satisfy enum value set: [USER_PASSWORD_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN]");
        };
    }

    private Future<JsonObject> withPassword(Input parameters) {
        String username = parameters.username("USERNAME");
        String password = parameters.text("PASSWORD");
        return database.change(BEGIN_SIGN_IN.with("email", username))
                .map(SigningIn::unlocked)
                .compose(account -> withRightPassword(account, password))
                .compose(account -> begin(username, account));
    }

    private static Row unlocked(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw CognitoException.notAuthorized("Password attempts exceeded");
        }
        return rows.iterator().next();
    }

    private Future<Row> withRightPassword(Row account, String password) {
        return passwords
                .isRight(password, Optional.ofNullable(account.getString("password_hash")))
                .map(
                        isRight -> {
                            if (!isRight) {
                                throw CognitoException.notAuthorized(
                                        "Incorrect username or password.");
                            }
                            return account;
                        });
    }

    private Future<JsonObject> begin(String username, Row account) {
        return account.getBoolean("is_confirmed")
                ? begin(username, Person.of(account))
                : database.change(FORGET_FAILURES.with("email", username))
                        .map(
                                _ -> {
                                    throw new CognitoException(
                                            "UserNotConfirmedException", "User is not confirmed.");
                                });
    }

    private Future<JsonObject> begin(String username, Person person) {
        String refreshToken = randomToken();
        Session session = new Session(person, UUID.randomUUID(), Instant.now());
        return database.change(
                        END_SIGN_IN
                                .with("email", username)
                                .with("sub", person.sub())
                                .with("token", bytes(refreshToken))
                                .with("origin_jti", session.originJti()))
                .compose(_ -> Elsewhere.call(() -> tokens.of(session)))
                .map(result -> authenticated(result.put("RefreshToken", refreshToken)));
    }

    private static String randomToken() {
        byte[] bytes = new byte[REFRESH_TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Buffer bytes(String token) {
        return Buffer.buffer(token.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject authenticated(JsonObject result) {
        return JsonObject.of(
                "AuthenticationResult", result, "ChallengeParameters", new JsonObject());
    }

    private Future<JsonObject> again(Input parameters) {
        return database.rows(SESSION.with("token", bytes(parameters.text("REFRESH_TOKEN"))))
                .map(SigningIn::continued)
                .compose(session -> Elsewhere.call(() -> tokens.of(session)))
                .map(SigningIn::authenticated);
    }

    private static Session continued(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw CognitoException.notAuthorized("Invalid Refresh Token");
        }
        Row row = rows.iterator().next();
        if (row.getBoolean("is_revoked")) {
            throw CognitoException.notAuthorized("Refresh Token has been revoked");
        }
        if (row.getBoolean("is_expired")) {
            throw CognitoException.notAuthorized("Refresh Token has expired");
        }
        return new Session(
                Person.of(row),
                row.getUUID("origin_jti"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    Future<JsonObject> getUser(Input input) {
        return inSession(input, ACCOUNT, database::rows)
                .map(
                        row ->
                                JsonObject.of(
                                        "Username",
                                        row.getString("sub"),
                                        "UserAttributes",
                                        Person.of(row).attributes(true)));
    }

    Future<JsonObject> globalSignOut(Input input) {
        return inSession(input, REVOKE_ALL_SESSIONS, database::change).map(_ -> new JsonObject());
    }

    /// Runs a query about the session that an access token is of, if it goes on.
    private Future<Row> inSession(
            Input input, Query query, Function<BoundQuery, Future<RowSet<Row>>> run) {
        String token = input.text("AccessToken");
        return Elsewhere.call(() -> tokens.read(token))
                .compose(access -> run.apply(bound(query, access)))
                .map(SigningIn::living);
    }

    private static BoundQuery bound(Query query, Access access) {
        return query.with("sub", access.sub()).with("origin_jti", access.originJti());
    }

    private static Row living(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw CognitoException.notAuthorized("Access Token has been revoked");
        }
        return rows.iterator().next();
    }

    /// A token that is not known is as good as revoked.
    Future<JsonObject> revokeToken(Input input) {
        String token = input.text("Token");
        if (token.contains(".")) {
            throw new CognitoException("UnsupportedTokenTypeException", "Invalid token type");
        }
        return database.change(REVOKE_SESSION.with("token", bytes(token)))
                .map(_ -> new JsonObject());
    }
}
