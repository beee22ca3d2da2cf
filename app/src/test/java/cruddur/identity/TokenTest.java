package cruddur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import cruddur.testing.Cluster;
import cruddur.testing.MalformedTokens;
import cruddur.testing.TestPool;
import cruddur.testing.TestServer;
import cruddur.testing.Verifications;
import cruddur.userpool.UserPool;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class TokenTest {

    /// An activity that is not there, which only those may find out whose token is good.
    private static final String SHOWN = "/api/activities/5eed0000-0000-4000-8000-000000000000";

    private static final RSAKey UNKNOWN = TestPool.newKey("unknown");
    private static final int MOST_EVENT_LOOPS = 4;

    private static final String CRUD = "{\"message\":\"m\",\"ttl\":\"1-day\"}";

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());
    private final TestPool pool = server.pool();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void access_and_id_tokens_both_do() {
        assertThat(post(pool.tokenOf("seed-ada")).statusCode()).isEqualTo(200);
        assertThat(post(TestPool.sign(TestPool.KEY, idToken().build())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_clock_that_is_a_little_off_does_no_harm() {
        JWTClaimsSet.Builder skewed =
                claims().issueTime(in(20)).notBeforeTime(in(20)).expirationTime(in(-20));

        assertThat(post(TestPool.sign(TestPool.KEY, skewed.build())).statusCode())
                .isEqualTo(200);
    }

    @TestFactory
    Stream<DynamicTest> a_bad_token_is_401_where_a_person_is_needed_and_a_strangers_view_of_home() {
        return attacks().entrySet().stream()
                .map(attack -> DynamicTest.dynamicTest(attack.getKey(), () -> isRefused(attack.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> a_malformed_token_is_refused_as_any_other_bad_one() {
        return Stream.concat(MalformedTokens.all().stream(), malformedClaims().map(TokenTest::signed))
                .map(token -> DynamicTest.dynamicTest(shortened(token), () -> isRefused(token)));
    }

    /// Which the pool has signed all the same.
    private Stream<String> malformedClaims() {
        Map<String, Object> good = claims().build().toJSONObject();
        Stream<String> claims = Stream.of("iss", "exp", "iat", "nbf", "sub", "token_use", "client_id")
                .flatMap(name -> Stream.of(List.of(), Map.of("a", 1), true, "\0")
                        .map(value -> {
                            Map<String, Object> bad = new LinkedHashMap<>(good);
                            bad.put(name, value);
                            return JSONObjectUtils.toJSONString(bad);
                        }));
        return Stream.concat(claims, Stream.of("", "null", "[]", "0", "{", "\"text\""));
    }

    private static String signed(String claims) {
        return signed(header().build(), claims);
    }

    private String ofType(String type) {
        return signed(
                header().type(new JOSEObjectType(type)).build(),
                claims().build().toString());
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(TestPool.KEY.getKeyID());
    }

    private static String signed(JWSHeader header, String claims) {
        try {
            JWSObject token = new JWSObject(header, new Payload(claims));
            token.sign(new RSASSASigner(TestPool.KEY));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shortened(String token) {
        return "\"" + token.substring(0, Math.min(token.length(), 80)) + "\"";
    }

    private void isRefused(String token) {
        HttpResponse<String> posted = post(token);
        assertThat(posted.statusCode()).isEqualTo(401);
        assertThat(posted.headers().firstValue("www-authenticate")).contains("Bearer error=\"invalid_token\"");
        assertThat(posted.headers().firstValue("content-type")).contains("application/problem+json");

        assertThat(get(token, SHOWN).statusCode()).isEqualTo(401);

        HttpResponse<String> home = get(token, "/api/activities/home");
        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.body())
                .isEqualTo(server.get("/api/activities/home").body())
                .doesNotContain("\"liked\"");
    }

    private Map<String, String> attacks() {
        Map<String, String> attacks = new LinkedHashMap<>();
        attacks.put("algorithm none", new PlainJWT(claims().build()).serialize());
        attacks.put("another type", ofType("at+jwt"));
        attacks.put("algorithm none, said to be signed", noneWithSignature());
        attacks.put("HS256 with the public key as its secret", hmacWithPublicKey());
        attacks.put("a key of the same name", TestPool.sign(TestPool.newKey("test-key"), claims().build()));
        attacks.put(
                "a key that nobody knows",
                TestPool.sign(
                        TestPool.newKey("other"), claims().issueTime(in(-60)).build()));
        attacks.put("another issuer", signed(claims().issuer("https://example.com/local_test")));
        attacks.put("no issuer", signed(claims().issuer(null)));
        attacks.put("an id token for another audience", signed(idToken().audience("somebody-else")));
        attacks.put("an access token for another client", signed(claims().claim("client_id", "somebody-else")));
        attacks.put(
                "an access token with the client as audience only",
                signed(claims().claim("client_id", null).audience(TestPool.CLIENT_ID)));
        attacks.put("a refresh token", signed(claims().claim("token_use", "refresh")));
        attacks.put("no use", signed(claims().claim("token_use", null)));
        attacks.put("a use that is no text", signed(claims().claim("token_use", 1)));
        attacks.put("expired", signed(claims().expirationTime(in(-60))));
        attacks.put("no expiry", signed(claims().expirationTime(null)));
        attacks.put("not valid yet", signed(claims().notBeforeTime(in(60))));
        attacks.put("issued in the future", signed(claims().issueTime(in(60))));
        attacks.put("nobody", signed(claims().subject(null)));
        attacks.put("a person without a row", signed(claims().subject("nobody-has-this-id")));
        attacks.put("NUL for a person", signed(claims().subject("a\0b")));
        attacks.put("oversized", signed(claims().claim("padding", "x".repeat(10_000))));
        attacks.put("oversized garbage", "x".repeat(15_000));
        attacks.put("garbage", "garbage");
        attacks.put("dots", "..");
        attacks.put("empty", "");
        attacks.put("no base64", "a.b.c");
        attacks.put("changed after it was signed", changed());
        return attacks;
    }

    private String changed() {
        String[] parts = pool.tokenOf("seed-ada").split("\\.", -1);
        String other = pool.tokenOf("seed-hana").split("\\.", -1)[1];
        return parts[0] + "." + other + "." + parts[2];
    }

    private String noneWithSignature() {
        return new PlainJWT(claims().build()).serialize()
                + pool.tokenOf("seed-ada").split("\\.", -1)[2];
    }

    private String hmacWithPublicKey() {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(TestPool.KEY.getKeyID())
                            .build(),
                    claims().build());
            token.sign(new MACSigner(TestPool.KEY.toRSAPublicKey().getEncoded()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void without_its_keys_a_token_is_neither_good_nor_bad() {
        UserPool silent = new UserPool(URI.create("http://127.0.0.1:1"), "local_test", TestPool.CLIENT_ID);
        try (TestServer alone = TestServer.on(Cluster.NEWEST.seeded(), TestPool.start(), silent)) {
            HttpResponse<String> response = alone.post("ada", "/api/activities", CRUD);

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("retry-after")).isPresent();
            assertThat(alone.send(alone.requestBy("ada", "/api/activities/home"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void while_the_keys_cannot_be_fetched_a_new_key_is_neither_good_nor_bad() {
        try (TestServer other = TestServer.on(Cluster.NEWEST.seeded())) {
            assertThat(other.send(other.requestBySeed("ada", SHOWN)).statusCode())
                    .isEqualTo(404);
            other.pool().hangsUp();

            HttpResponse<String> response = other.send(signedByNobody(other, SHOWN));

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("retry-after")).contains("10");
            assertThat(other.send(other.requestBySeed("hana", SHOWN)).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void whoever_invents_keys_makes_us_fetch_once_and_disturbs_nobody() throws Exception {
        try (TestServer flooded = TestServer.on(Cluster.NEWEST.seeded());
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            assertThat(flooded.send(flooded.requestBySeed("ada", SHOWN)).statusCode())
                    .isEqualTo(404);
            Instant begin = Instant.now();
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                HttpRequest.Builder invented = from(i, signedByNobody(flooded, SHOWN));
                HttpRequest.Builder good = from(i, flooded.requestBySeed("hana", SHOWN));
                answers.add(threads.submit(() -> flooded.send(invented).statusCode()));
                answers.add(threads.submit(() -> flooded.send(good).statusCode()));
            }
            for (int i = 0; i < answers.size(); i += 2) {
                assertThat(answers.get(i).get()).isIn(401, 503);
                assertThat(answers.get(i + 1).get()).isEqualTo(404);
            }
            long elapsed = Duration.between(begin, Instant.now()).toSeconds();
            assertThat(flooded.pool().fetches()).isLessThanOrEqualTo(2 + (int) (elapsed / 10));
        }
    }

    @Test
    void a_token_costs_a_signature_check_once_an_event_loop() {
        String token = pool.tokenOf("seed-ada");
        try (Verifications verifications = Verifications.start()) {
            for (int i = 0; i < 40; i++) {
                assertThat(get(token, SHOWN).statusCode()).isEqualTo(404);
            }
            assertThat(verifications.count()).isBetween(1, MOST_EVENT_LOOPS);
        }
    }

    private HttpRequest.Builder signedByNobody(TestServer server, String path) {
        String token = TestPool.sign(UNKNOWN, server.pool().claims("seed-ada").build());
        return server.request(path).header("Authorization", "Bearer " + token);
    }

    /// From one of many clients, so that no limit of theirs hides ours.
    private static HttpRequest.Builder from(int client, HttpRequest.Builder request) {
        return request.header("X-Forwarded-For", "10.0." + client / 250 + "." + client % 250);
    }

    private HttpResponse<String> post(String token) {
        return server.send(server.request("/api/activities")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(CRUD)));
    }

    private HttpResponse<String> get(String token, String path) {
        return server.send(server.request(path).header("Authorization", "Bearer " + token));
    }

    private JWTClaimsSet.Builder claims() {
        return pool.claims("seed-ada");
    }

    private JWTClaimsSet.Builder idToken() {
        return claims().claim("token_use", "id").claim("client_id", null).audience(TestPool.CLIENT_ID);
    }

    private static String signed(JWTClaimsSet.Builder claims) {
        return TestPool.sign(TestPool.KEY, claims.build());
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
