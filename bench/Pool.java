package bench;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import cruddur.localcognito.LocalPool;
import cruddur.operations.OperationException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A user pool that does nothing but publish the key it signs with.
record Pool(URI address, LocalPool keys) {

    /// Starts it on a free port; it stops when this process ends.
    static Pool start() {
        try {
            LocalPool keys = LocalPool.generate();
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(LocalPool.JWKS_PATH, exchange -> publish(keys, exchange));
            server.start();
            Ending.alsoStop(() -> server.stop(0));
            return new Pool(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), keys);
        } catch (IOException e) {
            throw new OperationException("Cannot start a user pool: " + e.getMessage(), e);
        }
    }

    private static void publish(LocalPool keys, HttpExchange exchange) throws IOException {
        byte[] jwks =
                new JWKSet(keys.key().toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
        }
    }

    /// What a server is told so that it believes this pool's tokens.
    Map<String, String> settings() {
        return Map.of(
                "AWS_COGNITO_USER_POOL_ID", LocalPool.POOL_ID,
                "AWS_COGNITO_USER_POOL_CLIENT_ID", LocalPool.CLIENT_ID,
                "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", address + LocalPool.PATH);
    }

    /// A token, good for an hour.
    String token(String cognitoUserId) {
        return keys.accessToken(address, cognitoUserId);
    }
}
