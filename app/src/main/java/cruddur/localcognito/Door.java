package cruddur.localcognito;

import cruddur.http.Clients;
import cruddur.http.Media;
import cruddur.http.RefusedException;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.http.Route;
import cruddur.identity.UserPool;
import cruddur.sql.Database;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Speaks Cognito's protocol: takes a request for an operation, and writes its answer or its
/// refusal as Cognito does.
///
/// Lives on one event loop.
public final class Door {

    private static final String TARGET = "AWSCognitoIdentityProviderService.";

    private static final String MEDIA_TYPE = "application/x-amz-json-1.1";

    private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");

    private static final Map<String, String> KEPT_SHORTLY =
            Map.of("Cache-Control", "public, max-age=300");

    @FunctionalInterface
    private interface Operation {
        Future<JsonObject> run(Request request, Input input);
    }

    private final LocalPool local;
    private final UserPool pool;
    private final Clients clients;
    private final Map<String, Operation> operations;

    /// Opens it.
    ///
    /// @param pool the same pool as others see it
    /// @param trigger runs when somebody has confirmed an address
    public Door(
            Database database, LocalPool local, UserPool pool, Clients clients, Trigger trigger) {
        this.local = local;
        this.pool = pool;
        this.clients = clients;
        Codes codes = new Codes(database, local.mail());
        Confirmations confirmations = new Confirmations(pool, trigger);
        Passwords passwords = local.passwords();
        SigningUp signingUp = new SigningUp(database, passwords, codes, confirmations);
        Resetting resetting = new Resetting(database, passwords, codes, confirmations);
        SigningIn signingIn =
                new SigningIn(
                        database,
                        passwords,
                        new SessionTokens(pool, local.keys(), local.tokenLifetime()));
        Listing listing = new Listing(database, pool.id());
        this.operations =
                Map.ofEntries(
                        Map.entry("SignUp", forClient(signingUp::signUp)),
                        Map.entry("ConfirmSignUp", guarded(forClient(signingUp::confirmSignUp))),
                        Map.entry(
                                "ResendConfirmationCode",
                                forClient(signingUp::resendConfirmationCode)),
                        Map.entry("InitiateAuth", guarded(forClient(signingIn::initiateAuth))),
                        Map.entry("ForgotPassword", forClient(resetting::forgotPassword)),
                        Map.entry(
                                "ConfirmForgotPassword",
                                guarded(forClient(resetting::confirmForgotPassword))),
                        Map.entry("GetUser", (_, input) -> signingIn.getUser(input)),
                        Map.entry("GlobalSignOut", (_, input) -> signingIn.globalSignOut(input)),
                        Map.entry("RevokeToken", forClient(signingIn::revokeToken)),
                        Map.entry("ListUsers", forOperators(listing::listUsers)));
    }

    /// All that it answers.
    public List<Route> routes() {
        return List.of(
                Route.post(LocalPool.PATH + "/", this::answer).taking(Media.AMAZON_JSON),
                Route.post(LocalPool.PATH, this::answer).taking(Media.AMAZON_JSON),
                Route.get(LocalPool.JWKS_PATH, this::jwks),
                Route.get(LocalPool.CONFIGURATION_PATH, this::configuration),
                Route.get(LocalPool.OUTBOX_PATH, this::outbox));
    }

    /// What is there instead in a server without this pool.
    ///
    /// @param believed the pool that it believes, if there is one
    public static List<Route> closed(Optional<UserPool> believed) {
        Reply refusal =
                new Reply.Problem(
                        404,
                        believed.map(
                                        pool ->
                                                "This server believes the pool "
                                                        + pool.id()
                                                        + "; its built-in pool is off.")
                                .orElse("This server has no user pool of its own."));
        return List.of(
                Route.post(LocalPool.PATH + "/", _ -> Future.succeededFuture(refusal))
                        .taking(Media.AMAZON_JSON),
                Route.post(LocalPool.PATH, _ -> Future.succeededFuture(refusal))
                        .taking(Media.AMAZON_JSON));
    }

    private Future<Reply> answer(Request request) {
        return Future.succeededFuture(request)
                .compose(this::run)
                .map(answer -> document(200, answer, NOT_KEPT))
                .recover(Door::refused);
    }

    private Future<JsonObject> run(Request request) {
        Operation operation = operations.get(name(request));
        if (operation == null) {
            throw new CognitoException("UnknownOperationException", "There is no such operation");
        }
        return operation.run(request, Input.of(request.body()));
    }

    private static String name(Request request) {
        String target = Objects.requireNonNullElse(request.http().getHeader("X-Amz-Target"), "");
        return target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
    }

    @FunctionalInterface
    private interface Work {
        Future<JsonObject> run(Input input);
    }

    private Operation forClient(Work work) {
        return (_, input) -> {
            String named = input.text("ClientId");
            if (!named.equals(pool.clientId())) {
                throw CognitoException.notFound("User pool client " + named + " does not exist.");
            }
            return work.run(input);
        };
    }

    private Operation guarded(Operation operation) {
        return (request, input) -> {
            var client = clients.of(request.http());
            local.guesses().requireFewBy(client);
            return operation
                    .run(request, input)
                    .onFailure(
                            failure -> {
                                if (failure instanceof CognitoException e && e.isWrongGuess()) {
                                    local.guesses().wrongBy(client);
                                }
                            });
        };
    }

    /// Nobody's signature is checked here, because nobody has a key: operators are those who sit at
    /// this machine.
    private Operation forOperators(Work work) {
        return (request, input) -> {
            String authorization =
                    Objects.requireNonNullElse(request.http().getHeader("Authorization"), "");
            if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) {
                throw new CognitoException(
                        "MissingAuthenticationTokenException", "Missing Authentication Token");
            }
            if (!clients.isOnThisMachine(request.http())) {
                throw new CognitoException(
                        "AccessDeniedException", "This is for the machine that it runs on alone");
            }
            return work.run(input);
        };
    }

    private static Future<Reply> refused(Throwable failure) {
        return failure instanceof CognitoException e
                ? Future.succeededFuture(
                        document(
                                400,
                                JsonObject.of("__type", e.type(), "message", e.getMessage()),
                                Map.of("Cache-Control", "no-store", "x-amzn-ErrorType", e.type())))
                : Future.failedFuture(failure);
    }

    private static Reply document(int status, JsonObject body, Map<String, String> headers) {
        return new Reply.Document(status, MEDIA_TYPE, body.toBuffer(), headers);
    }

    private Future<Reply> jwks(Request request) {
        Buffer keys = Buffer.buffer(local.keys().current().published(Instant.now()).toString());
        return Future.succeededFuture(new Reply.Document("application/json", keys, KEPT_SHORTLY));
    }

    private Future<Reply> configuration(Request request) {
        JsonObject configuration =
                JsonObject.of(
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
        return Future.succeededFuture(
                new Reply.Document("application/json", configuration.toBuffer(), KEPT_SHORTLY));
    }

    private Future<Reply> outbox(Request request) {
        if (!(local.mail() instanceof Outbox outbox)) {
            throw new RefusedException(
                    new Reply.Problem(404, "Mail goes out by SMTP_URL, and is not kept here."));
        }
        if (!clients.isOnThisMachine(request.http())) {
            throw new RefusedException(
                    new Reply.Problem(403, "This is for the machine that it runs on alone."));
        }
        return Future.succeededFuture(
                new Reply.Document(
                        "application/json",
                        outbox.newest(request.query("to")).toBuffer(),
                        NOT_KEPT));
    }
}
