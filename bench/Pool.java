package bench;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cruddur.localcognito.KeySet;
import cruddur.localcognito.LocalPool;
import cruddur.operations.OperationException;
import cruddur.userpool.UserPool;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/// A user pool that accepts every account and password.
record Pool(URI address, KeySet keys) {

    /// Starts it on a free port; it stops when this process ends.
    static Pool start() {
        try {
            KeySet keys = KeySet.generate();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Pool pool = new Pool(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()), keys);
            server.createContext(LocalPool.JWKS_PATH, exchange -> answer(exchange, pool.published()));
            server.createContext(LocalPool.PATH, exchange -> answer(exchange, pool.grant(exchange)));
            server.start();
            Ending.alsoStop(() -> server.stop(0));
            return pool;
        } catch (IOException e) {
            throw new OperationException("Cannot start a user pool: " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String published() {
        return keys.published(Instant.now()).toString();
    }

    /// Accepts every sign-in. The client sends the person's id instead of an e-mail address.
    private String grant(HttpExchange exchange) throws IOException {
        String cognitoUserId = new JsonObject(
                        Buffer.buffer(exchange.getRequestBody().readAllBytes()))
                .getJsonObject("AuthParameters")
                .getString("USERNAME");
        return JsonObject.of(
                        "AuthenticationResult",
                        JsonObject.of(
                                "AccessToken", token(cognitoUserId),
                                "IdToken", token(cognitoUserId),
                                "RefreshToken", cognitoUserId,
                                "ExpiresIn", LocalPool.TOKEN_LIFETIME.toSeconds()))
                .encode();
    }

    /// The settings of a server that accepts this pool's tokens.
    Map<String, String> settings() {
        return Map.of(
                "AWS_COGNITO_USER_POOL_ID", LocalPool.POOL_ID,
                "AWS_COGNITO_USER_POOL_CLIENT_ID", LocalPool.CLIENT_ID,
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", address + LocalPool.PATH);
    }

    /// An access token that is valid for an hour.
    String token(String cognitoUserId) {
        UserPool pool = LocalPool.seenAt(address);
        Instant now = Instant.now();
        return keys.signed(new JWTClaimsSet.Builder()
                .issuer(pool.issuer())
                .subject(cognitoUserId)
                .claim("token_use", "access")
                .claim("client_id", pool.clientId())
                .claim("email", cognitoUserId + "@bench.example")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LocalPool.TOKEN_LIFETIME)))
                .build());
    }
}
