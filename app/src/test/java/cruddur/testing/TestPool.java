package cruddur.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import cruddur.identity.UserPool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;

/// A user pool that signs whatever a test wants signed, and publishes its key where servers look
/// for it.
public final class TestPool implements AutoCloseable {

    public static final String CLIENT_ID = "test-client";

    /// One key for all tests, because making one takes a while.
    public static final RSAKey KEY = newKey("test-key");

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();

    private TestPool(HttpServer server) {
        this.server = server;
        server.createContext(
                "/",
                exchange -> {
                    if (exchange.getRequestMethod().equals("POST")) {
                        knowNobody(exchange);
                        return;
                    }
                    fetches.incrementAndGet();
                    byte[] keys =
                            new JWKSet(KEY.toPublicJWK())
                                    .toString()
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, keys.length);
                    exchange.getResponseBody().write(keys);
                    exchange.close();
                });
        server.start();
    }

    private static void knowNobody(HttpExchange exchange) throws IOException {
        byte[] refusal =
                "{\"__type\": \"NotAuthorizedException\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(400, refusal.length);
        exchange.getResponseBody().write(refusal);
        exchange.close();
    }

    public static TestPool start() {
        try {
            return new TestPool(
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public UserPool asSeenByServers() {
        return new UserPool(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                "local_test",
                CLIENT_ID);
    }

    /// How often the keys were asked for.
    public int fetches() {
        return fetches.get();
    }

    /// A good access token.
    public String tokenOf(String cognitoUserId) {
        return sign(KEY, claims(cognitoUserId).build());
    }

    /// The claims of a good access token, for a test to spoil.
    public JWTClaimsSet.Builder claims(String cognitoUserId) {
        return new JWTClaimsSet.Builder()
                .issuer(asSeenByServers().issuer())
                .subject(cognitoUserId)
                .claim("token_use", "access")
                .claim("client_id", CLIENT_ID)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    public static String sign(RSAKey key, JWTClaimsSet claims) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                            claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
