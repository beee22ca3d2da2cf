package cruddur.testing;

import cruddur.administration.PoolDatabase;
import cruddur.administration.PoolDatabase.SeedLogin;
import cruddur.localcognito.KeySet;
import cruddur.localcognito.LocalPool;
import cruddur.localcognito.Mail;
import cruddur.localcognito.Outbox;
import cruddur.localcognito.Passwords;
import cruddur.localcognito.Seal;
import cruddur.sql.ConnectionUrl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// A client of the built-in user pool.
///
/// @param door the address of its protocol
public record BuiltInPool(URI door) {

    /// The password of the accounts of the seed world, and of people who sign up here.
    public static final String PASSWORD = "Sour-d0ugh!";

    /// As in `USER_POOL_SECRET`, or in the file `seal-key`.
    public static final String SECRET = Seal.randomKey();

    private static final Seal SEAL = Seal.of(SECRET);

    /// The access key of its operators.
    public static final String OPERATORS_KEY = SEAL.operatorsKey();

    /// One for all tests, because making one takes a while.
    private static final byte[] KEYS = KeySet.generate().sealed(SEAL);

    /// A cheap one, so that the people of the seed world sign in a thousand times sooner. Accounts of sign-ups
    /// have hashes of the usual cost.
    private static final String PASSWORD_HASH =
            "$argon2id$v=19$m=64,t=1,p=1$Y3J1ZGR1ci1zYWx0LTE2Yg$MwEEtsENU2WdbhnIN4aH9F3gkHk1JiwoQGC/lBFpN4Q";

    /// By the `sub` of the account.
    private static final Map<String, byte[]> VERIFIERS = new ConcurrentHashMap<>();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static BuiltInPool at(URI server) {
        return new BuiltInPool(server.resolve(LocalPool.PATH + "/"));
    }

    /// A pool for a server.
    public static LocalPool pool() {
        return pool(LocalPool.TOKEN_LIFETIME, new Outbox(_ -> {}));
    }

    public static LocalPool pool(Duration tokenLifetime, Mail mail) {
        return new LocalPool(tokenLifetime, mail, SEAL);
    }

    /// Creates the tables of the accounts and the signing keys, if they are missing.
    public static void loadInto(ConnectionUrl database) {
        new PoolDatabase(Sql.patient(database))
                .load(
                        keys -> keys.orElse(KEYS),
                        Optional.of(new SeedLogin(
                                () -> PASSWORD_HASH, sub -> VERIFIERS.computeIfAbsent(sub, BuiltInPool::verifierOf))));
    }

    private static byte[] verifierOf(String sub) {
        return Passwords.verifierOf(sub, PASSWORD, SEAL);
    }

    /// Changes the signing keys in a database.
    public static void changeKeys(ConnectionUrl database, UnaryOperator<KeySet> change) {
        new PoolDatabase(database)
                .changeKeys(keys ->
                        change.apply(KeySet.opened(SEAL, keys).orElseThrow()).sealed(SEAL));
    }

    /// Calls an operation, for example `SignUp`.
    public HttpResponse<String> call(String operation, JsonObject input) {
        return send(request(operation, input.encode()));
    }

    /// A request to which a test adds headers.
    public HttpRequest.Builder request(String operation, String body) {
        return HttpRequest.newBuilder(door)
                .timeout(TestServer.PATIENCE)
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AWSCognitoIdentityProviderService." + operation)
                .POST(BodyPublishers.ofString(body));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw CruddurProcess.interrupted(e);
        }
    }

    /// The answer of an operation, which must succeed.
    public JsonObject answer(String operation, JsonObject input) {
        HttpResponse<String> response = call(operation, input);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return new JsonObject(response.body());
    }

    /// Creates an unconfirmed account with [#PASSWORD].
    ///
    /// @return its `sub`
    public String signUp(String email) {
        return answer("SignUp", signUpInput(email)).getString("UserSub");
    }

    /// The input of `SignUp`, for a test to change.
    public static JsonObject signUpInput(String email) {
        return JsonObject.of(
                "ClientId",
                LocalPool.CLIENT_ID,
                "Username",
                email,
                "Password",
                PASSWORD,
                "UserAttributes",
                JsonArray.of(
                        attribute("name", "Grete"),
                        attribute("email", email),
                        attribute("preferred_username", email.replaceFirst("@.*", ""))));
    }

    public static JsonObject attribute(String name, String value) {
        return JsonObject.of("Name", name, "Value", value);
    }

    public HttpResponse<String> confirm(String email, String code) {
        return call(
                "ConfirmSignUp",
                JsonObject.of("ClientId", LocalPool.CLIENT_ID, "Username", email, "ConfirmationCode", code));
    }

    /// The last code for an address.
    public String code(String email) {
        return outbox(email).getJsonObject(0).getString("code");
    }

    /// The mails to an address, the newest first.
    public JsonArray outbox(String email) {
        return new JsonArray(send(HttpRequest.newBuilder(door.resolve("/dev/outbox?to=" + email)))
                .body());
    }

    /// Creates a confirmed account with [#PASSWORD].
    ///
    /// @return its `sub`
    public String admit(String email) {
        String sub = signUp(email);
        HttpResponse<String> confirmed = confirm(email, code(email));
        if (confirmed.statusCode() != 200) {
            throw new IllegalStateException(confirmed.body());
        }
        return sub;
    }

    public HttpResponse<String> trySignIn(String email, String password) {
        return call("InitiateAuth", signInInput(email, password));
    }

    public static JsonObject signInInput(String email, String password) {
        return JsonObject.of(
                "ClientId",
                LocalPool.CLIENT_ID,
                "AuthFlow",
                "USER_PASSWORD_AUTH",
                "AuthParameters",
                JsonObject.of("USERNAME", email, "PASSWORD", password));
    }

    /// The tokens of a new session.
    public JsonObject session(String email, String password) {
        return answer("InitiateAuth", signInInput(email, password)).getJsonObject("AuthenticationResult");
    }

    /// An access token.
    public String signIn(String email, String password) {
        return session(email, password).getString("AccessToken");
    }
}
