package cruddur.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import cruddur.userpool.UserPool;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A user pool that signs any token for a test, and publishes its key, or other content, at the
/// address that servers read.
public final class TestPool implements AutoCloseable {

    public static final String CLIENT_ID = "test-client";

    /// One key for all tests, because making one takes a while.
    public static final RSAKey KEY = newKey("test-key");

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile HttpHandler answer = publishing(KEY.toPublicJWK());
    private volatile HttpHandler call = TestPool::refuseAccount;

    private TestPool(HttpServer server) {
        this.server = server;
        server.setExecutor(Thread::startVirtualThread);
        server.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                call.handle(exchange);
                return;
            }
            fetches.incrementAndGet();
            try (exchange) {
                answer.handle(exchange);
            }
        });
        server.start();
    }

    /// Answers that the account does not exist.
    private static void refuseAccount(HttpExchange exchange) throws IOException {
        byte[] refusal = "{\"__type\": \"NotAuthorizedException\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(400, refusal.length);
        exchange.getResponseBody().write(refusal);
        exchange.close();
    }

    /// From now on answers the calls of its protocol with this handler, instead of reporting
    /// unknown accounts.
    public void answersCalls(HttpHandler handler) {
        call = handler;
    }

    /// From now on publishes these keys.
    public void publishes(JWK... keys) {
        answer = publishing(keys);
    }

    /// From now on publishes this instead of keys.
    public void publishes(String document) {
        answer = exchange -> write(exchange, document);
    }

    /// From now on ends every connection without an answer.
    public void hangsUp() {
        answer = _ -> {};
    }

    /// Delays the current answer by this time from now on.
    public void takes(Duration time) {
        HttpHandler prompt = answer;
        answer = exchange -> {
            sleep(time);
            prompt.handle(exchange);
        };
    }

    /// Answers one byte after the other, without end, from now on.
    public void drips() {
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                sleep(Duration.ofMillis(100));
            }
        };
    }

    private static HttpHandler publishing(JWK... keys) {
        String document = new JWKSet(List.of(keys)).toString(false);
        return exchange -> write(exchange, document);
    }

    private static void write(HttpExchange exchange, String document) throws IOException {
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestPool start() {
        try {
            return new TestPool(HttpServer.create(Ports.freeAddress(), 0));
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
        return new UserPool(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "local_test", CLIENT_ID);
    }

    /// How often the keys were fetched.
    public int fetches() {
        return fetches.get();
    }

    /// A valid access token.
    public String tokenOf(String cognitoUserId) {
        return sign(KEY, claims(cognitoUserId).build());
    }

    /// The claims of a valid access token, for a test to change.
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
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
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
