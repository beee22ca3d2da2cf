package cruddur.identity;

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

/// Asks the user pool, in the JSON protocol of Amazon Cognito, what an app client without a secret
/// may ask for. A refusal is a [CognitoException]; a pool that does not answer is 503.
///
/// Lives on one event loop.
public final class Cognito {

    private static final System.Logger LOG = System.getLogger(Cognito.class.getName());

    private static final String TARGET = "AWSCognitoIdentityProviderService.";

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int CONNECTIONS = 16;

    /// For all of it: waiting for a connection, the question and the answer. A request that asks
    /// has five seconds, and goes on without an answer where it can.
    private static final Duration LONGEST = Duration.ofSeconds(4);

    /// Tokens have some thousand characters.
    private static final int MAXIMUM_ANSWER = 64 * 1024;

    /// With more waiting, they would not be answered in time.
    private static final int WAIT_QUEUE = 256;

    private static final Reply AWAY =
            Reply.unavailable("The user pool does not answer. Try again in a moment.");

    private static final Reply MISSING =
            Reply.unavailable(
                    "This server has no user pool. Whoever runs it has to set AWS_COGNITO_USER_POOL_ID"
                            + " and AWS_COGNITO_USER_POOL_CLIENT_ID.");

    private final Vertx vertx;
    private final Optional<UserPool> pool;
    private final HttpClient client;

    /// @param pool without one, everything is 503
    public Cognito(Vertx vertx, Optional<UserPool> pool) {
        this.vertx = vertx;
        this.pool = pool;
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS),
                        new PoolOptions()
                                .setHttp1MaxSize(CONNECTIONS)
                                .setMaxWaitQueueSize(WAIT_QUEUE));
    }

    /// Makes an account, which a code sent to the address has to confirm.
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

    /// What is known of the person who has this access token.
    public Future<Attributes> user(String accessToken) {
        return ask("GetUser", JsonObject.of("AccessToken", accessToken), Cognito::attributes);
    }

    /// Ends every session of the person who has this access token, in every app.
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
        return ask(
                "InitiateAuth",
                JsonObject.of("AuthFlow", flow, "AuthParameters", named),
                Cognito::grant);
    }

    /// The pool may want something else before it lets somebody in, such as a new password.
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
        Map<String, String> values =
                user.getJsonArray("UserAttributes").stream()
                        .map(JsonObject.class::cast)
                        .collect(
                                Collectors.toMap(
                                        each -> each.getString("Name"),
                                        each -> each.getString("Value"),
                                        (first, _) -> first));
        return new Attributes(
                Optional.ofNullable(values.get("name")),
                Optional.ofNullable(values.get("email")),
                Optional.ofNullable(values.get("preferred_username")));
    }

    private Future<Void> ask(String operation, JsonObject question) {
        return ask(operation, question, answer -> answer).mapEmpty();
    }

    /// @param read what of the answer matters; an answer in which that is missing is none
    private <T> Future<T> ask(String operation, JsonObject question, Function<JsonObject, T> read) {
        return pool.map(
                        to ->
                                send(to, operation, question.put("ClientId", to.clientId()))
                                        .map(read)
                                        .recover(failure -> Cognito.<T>failed(operation, failure)))
                .orElse(Future.failedFuture(new RefusedException(MISSING)));
    }

    private Future<JsonObject> send(UserPool to, String operation, JsonObject question) {
        Promise<JsonObject> answer = Promise.promise();
        long deadline =
                vertx.setTimer(
                        LONGEST.toMillis(),
                        _ -> answer.tryFail("no answer within " + LONGEST.toSeconds() + " s"));
        client.request(options(to, operation))
                .compose(request -> exchange(request, question, answer.future()))
                .onComplete(answer::tryComplete, answer::tryFail);
        return answer.future().onComplete(_ -> vertx.cancelTimer(deadline));
    }

    private static RequestOptions options(UserPool to, String operation) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(to.endpoint() + "/")
                .putHeader("X-Amz-Target", TARGET + operation)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-amz-json-1.1");
    }

    /// Asks, unless that was given up while it waited for a connection; and closes the connection
    /// if it is given up later.
    private static Future<JsonObject> exchange(
            HttpClientRequest request, JsonObject question, Future<JsonObject> awaited) {
        // Who waits for the answer is told; the log need not be.
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
        response.handler(
                part -> {
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
        LOG.log(
                System.Logger.Level.WARNING,
                "The user pool does not answer " + operation + " (" + reason + ")");
        return Future.failedFuture(new RefusedException(AWAY));
    }

    private static boolean isOutage(CognitoException refused) {
        return refused.type().startsWith("status ")
                || refused.type().equals("InternalErrorException")
                || refused.type().equals("ServiceUnavailable");
    }
}
