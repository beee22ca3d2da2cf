package cruddur.localcognito;

import cruddur.database.BlockingDatabase;
import cruddur.database.Database;
import cruddur.http.Clients;
import cruddur.http.Media;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.http.Route;
import cruddur.threads.OffLoop;
import cruddur.userpool.UserPool;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Serves Cognito's protocol: takes a request for an operation, and writes its answer or refusal in
/// Cognito's format.
///
/// Lives on one event loop.
public final class CognitoEndpoint {

    private static final String TARGET = "AWSCognitoIdentityProviderService.";

    private static final String SIGNED = "AWS4-HMAC-SHA256";

    private static final String MEDIA_TYPE = "application/x-amz-json-1.1";

    private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");

    private static final Map<String, String> KEPT_SHORTLY = Map.of("Cache-Control", "public, max-age=300");

    /// The interval for mail that failed before, or that another server left.
    private static final Duration MAIL_INTERVAL = Duration.ofSeconds(5);

    @FunctionalInterface
    private interface Operation {
        JsonObject run(Caller caller, Input input);
    }

    private final LocalPool local;
    private final UserPool pool;
    private final Clients clients;
    private final Courier courier;
    private final SigningKeys keys;
    private final InstantSource clock;
    private final Map<String, Operation> operations;

    /// Opens it.
    ///
    /// @param pool this pool, as clients see it
    /// @param trigger runs when a person has confirmed an address
    /// @param signOuts is called when the pool has ended all sessions of an account
    public CognitoEndpoint(
            Database database, LocalPool local, UserPool pool, Clients clients, Trigger trigger, SignOuts signOuts) {
        this.local = local;
        this.pool = pool;
        this.clients = clients;
        Context loop = Objects.requireNonNull(Vertx.currentContext());
        BlockingDatabase blocking = new BlockingDatabase(database);
        this.courier = new Courier(loop, blocking, local);
        Codes codes = new Codes(blocking, courier);
        Confirmations confirmations = new Confirmations(pool, trigger);
        this.keys = new SigningKeys(blocking, local.seal());
        this.clock = database.clocks().agreed();
        SessionTokens tokens = new SessionTokens(pool, keys, local.tokenLifetime(), clock);
        SignUps signUps = new SignUps(blocking, local, codes, confirmations);
        PasswordResets passwordResets = new PasswordResets(blocking, local, codes, confirmations, signOuts);
        SignIns signIns = new SignIns(blocking, local, courier, tokens, signOuts);
        OwnAccounts ownAccounts = new OwnAccounts(blocking, local, signIns, signOuts);
        Listing listing = new Listing(blocking, pool.id());
        this.operations = Map.ofEntries(
                Map.entry("SignUp", forClient(signUps::signUp)),
                Map.entry("ConfirmSignUp", guarded(forClient(signUps::confirmSignUp))),
                Map.entry("ResendConfirmationCode", forClient(signUps::resendConfirmationCode)),
                Map.entry("InitiateAuth", guarded(forClient(signIns::initiateAuth))),
                Map.entry("RespondToAuthChallenge", guarded(forClient(signIns::respondToAuthChallenge))),
                Map.entry("ForgotPassword", forClient(passwordResets::forgotPassword)),
                Map.entry("ConfirmForgotPassword", guarded(forClient(passwordResets::confirmForgotPassword))),
                Map.entry("ChangePassword", guarded(ownAccounts::changePassword)),
                Map.entry("DeleteUser", (_, input) -> ownAccounts.deleteUser(input)),
                Map.entry("GetUser", (_, input) -> signIns.getUser(input)),
                Map.entry("GlobalSignOut", (_, input) -> signIns.globalSignOut(input)),
                Map.entry("RevokeToken", forClient((_, input) -> signIns.revokeToken(input))),
                Map.entry("ListUsers", forOperators((_, input) -> listing.listUsers(input))));
        loop.owner().setPeriodic(MAIL_INTERVAL.toMillis(), _ -> courier.wake());
    }

    /// All routes.
    public List<Route> routes() {
        return List.of(
                Route.post(LocalPool.PATH + "/", this::answer).taking(Media.AMAZON_JSON),
                Route.post(LocalPool.PATH, this::answer).taking(Media.AMAZON_JSON),
                Route.get(LocalPool.JWKS_PATH, this::jwks),
                Route.get(LocalPool.CONFIGURATION_PATH, this::configuration),
                Route.get(LocalPool.OUTBOX_PATH, this::outbox));
    }

    /// The routes of a server without this pool.
    ///
    /// @param believed the pool that the server uses, if there is one
    public static List<Route> closed(Optional<UserPool> believed) {
        Reply refusal = new Reply.Problem(
                404,
                believed.map(pool -> "This server uses the pool " + pool.id() + "; its built-in pool is off.")
                        .orElse("This server has no user pool of its own."));
        return List.of(
                Route.post(LocalPool.PATH + "/", _ -> Future.succeededFuture(refusal))
                        .taking(Media.AMAZON_JSON),
                Route.post(LocalPool.PATH, _ -> Future.succeededFuture(refusal)).taking(Media.AMAZON_JSON));
    }

    private Future<Reply> answer(Request request) {
        return OffLoop.call(() -> {
            try {
                return document(200, run(request), NOT_KEPT);
            } catch (CognitoError e) {
                return refusal(e);
            }
        });
    }

    private JsonObject run(Request request) {
        Operation operation = operations.get(name(request));
        if (operation == null) {
            throw new CognitoError("UnknownOperationException", "There is no such operation");
        }
        Input input = Input.of(request.body());
        return operation.run(Caller.of(request.http(), clients, input), input);
    }

    private static String name(Request request) {
        String target = Objects.requireNonNullElse(request.http().getHeader("X-Amz-Target"), "");
        return target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
    }

    private Operation forClient(Operation operation) {
        return (caller, input) -> {
            String named = input.text("ClientId");
            if (!named.equals(pool.clientId())) {
                throw CognitoError.notFound("User pool client " + named + " does not exist.");
            }
            return operation.run(caller, input);
        };
    }

    private Operation guarded(Operation operation) {
        return (caller, input) -> {
            local.guesses().requireFewBy(caller.address());
            try {
                return operation.run(caller, input);
            } catch (CognitoError e) {
                if (e.isWrongGuess()) {
                    local.guesses().wrongBy(caller.address());
                }
                throw e;
            }
        };
    }

    /// Operators know the secret of the pool, and therefore the access key. They send it over loopback only,
    /// so signatures are not checked.
    private Operation forOperators(Operation operation) {
        return (caller, input) -> {
            String authorization = Objects.requireNonNullElse(caller.http().getHeader("Authorization"), "");
            if (!authorization.startsWith(SIGNED + " ")) {
                throw new CognitoError("MissingAuthenticationTokenException", "Missing Authentication Token");
            }
            if (!clients.isOnThisMachine(caller.http()) || !isOfOperators(authorization)) {
                throw new CognitoError(
                        "AccessDeniedException",
                        "Only operators may use this: with the pool's secret, on this machine");
            }
            return operation.run(caller, input);
        };
    }

    private boolean isOfOperators(String authorization) {
        byte[] key = (SIGNED + " Credential=" + local.seal().operatorsKey() + "/").getBytes(StandardCharsets.US_ASCII);
        byte[] given = authorization.getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(key, Arrays.copyOf(given, key.length));
    }

    /// 400, as Cognito answers, or 429 if the client should try again.
    private static Reply refusal(CognitoError e) {
        JsonObject body = JsonObject.of("__type", e.type(), "message", e.getMessage());
        Map<String, String> headers = new HashMap<>(NOT_KEPT);
        headers.put("x-amzn-ErrorType", e.type());
        e.retryAfter().ifPresent(wait -> headers.put("Retry-After", Long.toString(wait.toSeconds())));
        return document(e.retryAfter().isPresent() ? 429 : 400, body, headers);
    }

    private static Reply document(int status, JsonObject body, Map<String, String> headers) {
        return new Reply.Document(status, MEDIA_TYPE, body.toBuffer(), headers);
    }

    private Future<Reply> jwks(Request request) {
        return OffLoop.call(() -> new Reply.Document(
                "application/json",
                Buffer.buffer(keys.current().published(clock.instant()).toString()),
                KEPT_SHORTLY));
    }

    private Future<Reply> configuration(Request request) {
        JsonObject configuration = JsonObject.of(
                "issuer",
                pool.issuer(),
                "jwks_uri",
                pool.jwks().toString(),
                "id_token_signing_alg_values_supported",
                JsonArray.of("RS256"),
                "subject_types_supported",
                JsonArray.of("public"),
                "response_types_supported",
                JsonArray.of("code", "token"),
                "scopes_supported",
                JsonArray.of("openid", "email", "phone", "profile"));
        return Future.succeededFuture(new Reply.Document("application/json", configuration.toBuffer(), KEPT_SHORTLY));
    }

    private Future<Reply> outbox(Request request) {
        if (!(local.mail() instanceof Outbox outbox)) {
            throw new RefusedException(new Reply.Problem(
                    404, "Mail is not kept here. The server sends it by SMTP_URL, or prints its codes."));
        }
        if (!clients.isOnThisMachine(request.http())) {
            throw new RefusedException(new Reply.Problem(403, "Only this machine may use this."));
        }
        return OffLoop.call(() -> {
            courier.sendDue();
            return new Reply.Document(
                    "application/json", outbox.newest(request.query("to")).toBuffer(), NOT_KEPT);
        });
    }
}
