package cruddur.userpool;

import cruddur.http.RefusedException;
import cruddur.http.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A client of the user pool, for the operations of Amazon Cognito's JSON protocol that an app client
/// without a secret may call. A refusal is a [CognitoException]; if the pool does not answer, 503.
///
/// Lives on one event loop.
public final class CognitoClient {

    private static final System.Logger LOG = System.getLogger(CognitoClient.class.getName());

    private static final String TARGET = "AWSCognitoIdentityProviderService.";

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int CONNECTIONS = 16;

    /// The limit for a whole call, with the wait for a connection. A request has five seconds, and
    /// continues without an answer where it can.
    private static final Duration LONGEST = Duration.ofSeconds(4);

    /// How often a request checks whether its client is still connected.
    private static final Duration WATCH = Duration.ofMillis(200);

    /// Tokens have some thousand characters.
    private static final int MAXIMUM_ANSWER = 64 * 1024;

    /// More waiting calls would not be answered in time.
    private static final int WAIT_QUEUE = 256;

    private static final Reply AWAY = Reply.unavailable("The user pool does not answer. Try again in a moment.");

    private static final Reply MISSING =
            Reply.unavailable("This server has no user pool. To use one, set AWS_COGNITO_USER_POOL_ID"
                    + " and AWS_COGNITO_USER_POOL_CLIENT_ID.");

    private final Vertx vertx;
    private final Optional<UserPool> pool;
    private final HttpClient client;
    private final Optional<EndUser> user;

    /// @param pool if empty, every call is 503
    public CognitoClient(Vertx vertx, Optional<UserPool> pool) {
        this(vertx, pool, httpClient(vertx), Optional.empty());
    }

    private CognitoClient(Vertx vertx, Optional<UserPool> pool, HttpClient client, Optional<EndUser> user) {
        this.vertx = vertx;
        this.pool = pool;
        this.client = client;
        this.user = user;
    }

    private static HttpClient httpClient(Vertx vertx) {
        return vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAIT_QUEUE));
    }

    /// The same, for the operations that need no access token: the pool gets the client's address, by which it counts
    /// guesses, and a request is cancelled if the client disconnects.
    public CognitoClient onBehalfOf(EndUser user) {
        return new CognitoClient(vertx, pool, client, Optional.of(user));
    }

    /// Creates an account, which must be confirmed with a code that is sent to the address.
    public Future<Void> signUp(String email, String password, String name, String handle) {
        return ask(
                "SignUp",
                about(email)
                        .put("Password", password)
                        .put(
                                "UserAttributes",
                                JsonArray.of(
                                        attribute("email", email),
                                        attribute("name", name),
                                        attribute("preferred_username", handle))));
    }

    public Future<Void> confirmSignUp(String email, String code) {
        return ask("ConfirmSignUp", about(email).put("ConfirmationCode", code));
    }

    public Future<Void> resendConfirmationCode(String email) {
        return ask("ResendConfirmationCode", about(email));
    }

    /// Begins the recovery of an account with a code sent to its address.
    public Future<Void> forgotPassword(String email) {
        return ask("ForgotPassword", about(email));
    }

    public Future<Void> confirmForgotPassword(String email, String code, String password) {
        return ask(
                "ConfirmForgotPassword",
                about(email).put("ConfirmationCode", code).put("Password", password));
    }

    public Future<Grant> signIn(String email, String password) {
        return grant("USER_PASSWORD_AUTH", "USERNAME", email, "PASSWORD", password);
    }

    public Future<Grant> renew(String refreshToken) {
        return grant("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", refreshToken);
    }

    /// The attributes of the person with this access token.
    public Future<Attributes> user(String accessToken) {
        return ask("GetUser", JsonObject.of("AccessToken", accessToken), CognitoClient::attributes);
    }

    /// Changes the password of the person with this access token.
    public Future<Void> changePassword(String accessToken, String previous, String proposed) {
        return ask(
                "ChangePassword",
                JsonObject.of("AccessToken", accessToken, "PreviousPassword", previous, "ProposedPassword", proposed));
    }

    /// Deletes the account of the person with this access token.
    public Future<Void> deleteUser(String accessToken) {
        return ask("DeleteUser", JsonObject.of("AccessToken", accessToken));
    }

    /// Ends every session of the person with this access token, in every app.
    public Future<Void> globalSignOut(String accessToken) {
        return ask("GlobalSignOut", JsonObject.of("AccessToken", accessToken));
    }

    public Future<Void> revoke(String refreshToken) {
        return ask("RevokeToken", JsonObject.of("Token", refreshToken));
    }

    private static JsonObject about(String email) {
        return JsonObject.of("Username", email);
    }

    private static JsonObject attribute(String name, String value) {
        return JsonObject.of("Name", name, "Value", value);
    }

    private Future<Grant> grant(String flow, Object... parameters) {
        JsonObject named = new JsonObject();
        for (int i = 0; i < parameters.length; i += 2) {
            named.put(parameters[i].toString(), parameters[i + 1]);
        }
        return ask("InitiateAuth", JsonObject.of("AuthFlow", flow, "AuthParameters", named), CognitoClient::grant);
    }

    /// The tokens of an answer. The pool may require more before a sign-in, such as a new password.
    private static Grant grant(JsonObject answer) {
        JsonObject result = answer.getJsonObject("AuthenticationResult");
        if (result == null) {
            throw new CognitoException(answer.getString("ChallengeName", "no result"));
        }
        return new Grant(
                Objects.requireNonNull(result.getString("AccessToken"), "no AccessToken"),
                Objects.requireNonNull(result.getString("IdToken"), "no IdToken"),
                Optional.ofNullable(result.getString("RefreshToken")),
                Duration.ofSeconds(result.getLong("ExpiresIn")));
    }

    private static Attributes attributes(JsonObject user) {
        Map<String, String> values = user.getJsonArray("UserAttributes").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        each -> each.getString("Name"), each -> each.getString("Value"), (first, _) -> first));
        return new Attributes(
                Optional.ofNullable(values.get("name")),
                Optional.ofNullable(values.get("email")),
                Optional.ofNullable(values.get("preferred_username")));
    }

    private Future<Void> ask(String operation, JsonObject question) {
        return ask(operation, question, answer -> answer).mapEmpty();
    }

    /// @param read the required part of the answer; an answer without it counts as none
    private <T> Future<T> ask(String operation, JsonObject question, Function<JsonObject, T> read) {
        user.ifPresent(each -> question.put("UserContextData", JsonObject.of("IpAddress", each.address())));
        return pool.map(to -> send(to, operation, forClient(to, question))
                        .map(read)
                        .recover(failure -> CognitoClient.<T>failed(operation, failure)))
                .orElse(Future.failedFuture(new RefusedException(MISSING)));
    }

    /// An access token names its client; with one, Cognito's model has no `ClientId`.
    private static JsonObject forClient(UserPool to, JsonObject question) {
        return question.containsKey("AccessToken") ? question : question.put("ClientId", to.clientId());
    }

    private Future<JsonObject> send(UserPool to, String operation, JsonObject question) {
        Promise<JsonObject> answer = Promise.promise();
        long deadline = vertx.setTimer(
                LONGEST.toMillis(), _ -> answer.tryFail("no answer within " + LONGEST.toSeconds() + " s"));
        long watch = vertx.setPeriodic(WATCH.toMillis(), _ -> {
            if (user.isPresent() && user.get().isGone().getAsBoolean()) {
                answer.tryFail("the client is gone");
            }
        });
        client.request(options(to, operation))
                .compose(request -> exchange(request, question, answer.future()))
                .onComplete(answer::tryComplete, answer::tryFail);
        return answer.future().onComplete(_ -> {
            vertx.cancelTimer(deadline);
            vertx.cancelTimer(watch);
        });
    }

    private static RequestOptions options(UserPool to, String operation) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(to.endpoint() + "/")
                .putHeader("X-Amz-Target", TARGET + operation)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-amz-json-1.1");
    }

    /// Sends the call, unless it was cancelled while it waited for a connection; closes the connection if
    /// it is cancelled later.
    private static Future<JsonObject> exchange(
            HttpClientRequest request, JsonObject question, Future<JsonObject> awaited) {
        // The caller receives the failure, so it is not logged.
        request.exceptionHandler(_ -> {});
        awaited.onFailure(_ -> request.reset());
        return awaited.isComplete()
                ? awaited
                : request.send(question.toBuffer())
                        .compose(response -> body(response).map(body -> answer(response, body)));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            body.appendBuffer(part);
            if (body.length() > MAXIMUM_ANSWER) {
                promise.tryFail("more than " + MAXIMUM_ANSWER / 1024 + " KiB");
                response.handler(null);
            }
        });
        response.exceptionHandler(promise::tryFail);
        response.endHandler(_ -> promise.tryComplete(body));
        return promise.future();
    }

    private static JsonObject answer(HttpClientResponse response, Buffer body) {
        JsonObject answer = body.length() == 0 ? new JsonObject() : body.toJsonObject();
        if (response.statusCode() == 200) {
            return answer;
        }
        // A name may come with its namespace: com.amazonaws.…#NotAuthorizedException
        String type = answer.getString("__type", "status " + response.statusCode());
        throw new CognitoException(type.substring(type.lastIndexOf('#') + 1));
    }

    private static <T> Future<T> failed(String operation, Throwable failure) {
        if (failure instanceof CognitoException refused && !isOutage(refused)) {
            return Future.failedFuture(refused);
        }
        String reason = failure instanceof DecodeException ? "it is no JSON" : failure.getMessage();
        LOG.log(System.Logger.Level.WARNING, "The user pool does not answer " + operation + " (" + reason + ")");
        return Future.failedFuture(new RefusedException(AWAY));
    }

    private static boolean isOutage(CognitoException refused) {
        return refused.type().startsWith("status ")
                || refused.type().equals("InternalErrorException")
                || refused.type().equals("ServiceUnavailable");
    }
}
