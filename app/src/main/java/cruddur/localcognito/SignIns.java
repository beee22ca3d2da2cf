package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.localcognito.SessionTokens.Access;
import cruddur.localcognito.SessionTokens.Session;
import cruddur.sql.BoundQuery;
import cruddur.sql.Query;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// `InitiateAuth`, `RespondToAuthChallenge`, `GetUser`, `GlobalSignOut`, `RevokeToken`.
final class SignIns {

    private static final Query BEGIN_SIGN_IN = Query.load("local_cognito/begin_sign_in");
    private static final Query END_SIGN_IN = Query.load("local_cognito/end_sign_in");
    private static final Query KEEP_VERIFIER = Query.load("local_cognito/keep_verifier");
    private static final Query FORGET_FAILURES = Query.load("local_cognito/forget_failures");
    private static final Query SESSION = Query.load("local_cognito/session_by_refresh_token");
    private static final Query ACCOUNT = Query.load("local_cognito/account_by_session");
    private static final Query REVOKE_SESSION = Query.load("local_cognito/revoke_session");
    private static final Query REVOKE_ALL_SESSIONS = Query.load("local_cognito/revoke_all_sessions");

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int REFRESH_TOKEN_BYTES = 48;

    private final BlockingDatabase database;
    private final Passwords passwords;
    private final Counts counts;
    private final Courier courier;
    private final SessionTokens tokens;
    private final SignOuts signOuts;
    private final LocalPool local;
    private final SrpSignIns srp;

    SignIns(BlockingDatabase database, LocalPool local, Courier courier, SessionTokens tokens, SignOuts signOuts) {
        this.signOuts = signOuts;
        this.database = database;
        this.passwords = local.passwords();
        this.counts = local.counts();
        this.local = local;
        this.srp = new SrpSignIns(database, passwords, local.seal(), this, tokens.clock());
        this.courier = courier;
        this.tokens = tokens;
    }

    JsonObject initiateAuth(Caller caller, Input input) {
        return switch (input.text("AuthFlow")) {
            case "USER_PASSWORD_AUTH" ->
                passwords.admitted(caller, () -> withPassword(caller, input.object("AuthParameters")));
            case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN" -> again(input.object("AuthParameters"));
            case "USER_SRP_AUTH" ->
                passwords.admitted(caller, () -> srp.initiate(caller, input.object("AuthParameters")));
            case "CUSTOM_AUTH", "USER_AUTH", "ADMIN_USER_PASSWORD_AUTH" ->
                throw CognitoError.invalidParameter("Auth flow not enabled for this client");
            default ->
                throw Input.constraint(
                        "AuthFlow",
                        "Member must satisfy enum value set: [USER_PASSWORD_AUTH, USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN]");
        };
    }

    private JsonObject withPassword(Caller caller, Input parameters) {
        String username = parameters.username("USERNAME");
        String password = parameters.text("PASSWORD");
        Row account = withRightPassword(caller, username, password);
        if (srp.verifier(account).isEmpty()) {
            keepVerifier(caller, account, password);
        }
        return finish(caller, username, account);
    }

    /// Of an account that is older than sign-ins by SRP, or than the key that seals verifiers.
    private void keepVerifier(Caller caller, Row account, String password) {
        String sub = account.getString("sub");
        database.change(KEEP_VERIFIER
                .with("sub", sub)
                .with("password_hash", account.getString("password_hash"))
                .with("srp_verifier", local.verifier(caller, sub, password)));
    }

    JsonObject respondToAuthChallenge(Caller caller, Input input) {
        return passwords.admitted(caller, () -> srp.respond(caller, input));
    }

    /// Begins a session, since the client has proved that it knows the password.
    JsonObject finish(Caller caller, String username, Row account) {
        if (!account.getBoolean("is_confirmed")) {
            database.change(FORGET_FAILURES.with("email", username).with("client", caller.client()));
            throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
        }
        return begin(caller, username, PoolAccount.of(account));
    }

    private Row withRightPassword(Caller caller, String username, String password) {
        Row account = attempt(caller, username);
        if (!passwords.isRight(caller, password, Optional.ofNullable(account.getString("password_hash")))) {
            throw CognitoError.notAuthorized("Incorrect username or password.");
        }
        return account;
    }

    /// Counts an attempt before the proof is checked.
    ///
    /// @return the account; an empty row for a name without one
    Row attempt(Caller caller, String username) {
        Optional<Row> row =
                database.changeRow(BEGIN_SIGN_IN.with("email", username).with("client", caller.client()));
        courier.wake();
        return row.orElseThrow(this::locked);
    }

    private CognitoError locked() {
        counts.signInsLocked().increment();
        return CognitoError.notAuthorized("Password attempts exceeded");
    }

    private JsonObject begin(Caller caller, String username, PoolAccount account) {
        String refreshToken = randomToken();
        Session session = tokens.begun(account);
        database.change(END_SIGN_IN
                .with("email", username)
                .with("client", caller.client())
                .with("sub", account.sub())
                .with("token", bytes(refreshToken))
                .with("origin_jti", session.originJti()));
        return authenticated(tokens.of(session).put("RefreshToken", refreshToken));
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
        return JsonObject.of("AuthenticationResult", result, "ChallengeParameters", new JsonObject());
    }

    private JsonObject again(Input parameters) {
        Row session = database.row(SESSION.with("token", bytes(parameters.text("REFRESH_TOKEN"))))
                .orElseThrow(() -> CognitoError.notAuthorized("Invalid Refresh Token"));
        return authenticated(tokens.of(continued(session)));
    }

    private static Session continued(Row row) {
        if (row.getBoolean("is_revoked")) {
            throw CognitoError.notAuthorized("Refresh Token has been revoked");
        }
        if (row.getBoolean("is_expired")) {
            throw CognitoError.notAuthorized("Refresh Token has expired");
        }
        return new Session(
                PoolAccount.of(row),
                row.getUUID("origin_jti"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    JsonObject getUser(Input input) {
        Row row = account(input);
        return JsonObject.of(
                "Username",
                row.getString("sub"),
                "UserAttributes",
                PoolAccount.of(row).attributes(true));
    }

    /// The account of an access token whose session has not ended.
    Row account(Input input) {
        return living(database.row(ofSession(ACCOUNT, input)));
    }

    JsonObject globalSignOut(Input input) {
        Row session = living(database.changeRow(ofSession(REVOKE_ALL_SESSIONS, input)));
        signOuts.ended(session.getString("sub"));
        return new JsonObject();
    }

    /// A query with the session of an access token.
    BoundQuery ofSession(Query query, Input input) {
        Access access = tokens.read(input.text("AccessToken"));
        return query.with("sub", access.sub()).with("origin_jti", access.originJti());
    }

    /// The row; fails if there is none because the session has ended.
    static Row living(Optional<Row> session) {
        return session.orElseThrow(() -> CognitoError.notAuthorized("Access Token has been revoked"));
    }

    /// An unknown token counts as revoked.
    JsonObject revokeToken(Input input) {
        String token = input.text("Token");
        if (token.contains(".")) {
            throw new CognitoError("UnsupportedTokenTypeException", "Invalid token type");
        }
        database.change(REVOKE_SESSION.with("token", bytes(token)));
        return new JsonObject();
    }
}
