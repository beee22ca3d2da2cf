package cruddur.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestPool;
import cruddur.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A user pool that answers late, without end, nonsense, or not as it was asked.
@TestInstance(Lifecycle.PER_CLASS)
class UnreliablePoolTest {

    private static final int CONNECTIONS_OF_A_LOOP = 16;

    /// How long an answer takes that drips. Many times what a server waits for it.
    private static final Duration DRIPS = Duration.ofMinutes(1);

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());
    private final TestPool pool = server.pool();

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{",
                "{}",
                "{\"AuthenticationResult\": 7}",
                "{\"AuthenticationResult\": {}}",
                "{\"AuthenticationResult\": {\"AccessToken\": \"a\", \"ExpiresIn\": 3600}}",
                "{\"AuthenticationResult\": {\"IdToken\": \"a\", \"ExpiresIn\": 3600}}"
            })
    void nonsense_is_no_answer(String nonsense) {
        pool.answersCalls(exchange -> write(exchange, 200, nonsense));

        assertThat(signIn().statusCode()).isEqualTo(503);
    }

    @Test
    void an_access_token_is_all_that_get_user_is_asked_with() {
        AtomicReference<String> question = new AtomicReference<>("");
        pool.answersCalls(exchange -> {
            question.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            write(exchange, 400, "{\"__type\":\"UserNotFoundException\"}");
        });
        String token = pool.tokenOf("nobody");

        assertThat(server.send(server.request("/api/auth/me").header("Authorization", "Bearer " + token))
                        .statusCode())
                .isEqualTo(401);
        assertThat(question.get()).isEqualTo("{\"AccessToken\":\"" + token + "\"}");
    }

    @Test
    void what_drips_or_never_ends_is_not_waited_for() {
        for (HttpHandler endless : new HttpHandler[] {drip(), flood()}) {
            pool.answersCalls(endless);
            Instant began = Instant.now();

            assertThat(signIn().body()).contains("The user pool does not answer");
            assertThat(Duration.between(began, Instant.now())).isLessThan(DRIPS.dividedBy(2));
        }
    }

    @Test
    void more_sessions_than_connections_to_a_silent_pool_go_on_all_the_same() throws Exception {
        String cookie = session("ada");
        CountDownLatch busy = new CountDownLatch(CONNECTIONS_OF_A_LOOP);
        pool.answersCalls(exchange -> {
            busy.countDown();
            drip().handle(exchange);
        });
        Thread[] others = new Thread[80];
        for (int i = 0; i < others.length; i++) {
            others[i] = Thread.ofVirtual().start(this::signIn);
        }
        assertThat(busy.await(1, TimeUnit.MINUTES)).isTrue();
        makeDue();

        assertThat(me(cookie).statusCode()).isEqualTo(200);
        for (Thread other : others) {
            other.join();
        }
    }

    @Test
    void a_session_that_another_server_renewed_outlives_the_refusal_of_its_old_token() {
        String cookie = session("bao");
        pool.answersCalls(exchange -> {
            server.sql().run("update sessions set refresh_token = refresh_token || '\\x00'");
            write(exchange, 400, "{\"__type\": \"NotAuthorizedException\"}");
        });

        assertThat(refresh(cookie).statusCode()).isEqualTo(204);
        assertThat(me(cookie).statusCode()).isEqualTo(200);
    }

    @Test
    void signing_out_everywhere_ends_the_sessions_here_though_the_pool_is_away() {
        String phone = session("dilip");
        String desk = session("dilip");
        String other = session("esra");
        pool.answersCalls(exchange -> write(exchange, 500, ""));

        assertThat(server.send(server.request("/api/auth/sign-out")
                                .header("Cookie", phone)
                                .header("Origin", server.address())
                                .POST(BodyPublishers.ofString("{\"everywhere\": true}")))
                        .statusCode())
                .isEqualTo(503);
        assertThat(me(phone).statusCode()).isEqualTo(401);
        assertThat(me(desk).statusCode()).isEqualTo(401);
        assertThat(me(other).statusCode()).isEqualTo(200);
    }

    /// The state after a crash between the database and the pool, too.
    @Test
    void an_account_that_the_pool_does_not_delete_is_deleted_there_by_the_next_sign_in() {
        String cookie = session("iker");
        String tokens = grantOf("iker");
        List<String> calls = new CopyOnWriteArrayList<>();
        pool.answersCalls(exchange -> {
            calls.add(exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceFirst(".*\\.", ""));
            boolean isDeletion = calls.getLast().equals("DeleteUser");
            write(exchange, isDeletion ? 500 : 200, isDeletion ? "" : tokens);
        });

        HttpResponse<String> response = server.send(server.request("/api/account")
                .header("Cookie", cookie)
                .header("Origin", server.address())
                .method("DELETE", BodyPublishers.ofString(Json.object("password", "x"))));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("Sign in once more later");
        assertThat(server.sql().run("select 1 from users where handle = 'iker'"))
                .isEmpty();
        assertThat(me(cookie).statusCode()).isEqualTo(401);
        assertThat(asPerson("seed-iker", "/api/auth/me").statusCode()).isEqualTo(401);

        pool.answersCalls(exchange -> {
            calls.add(exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceFirst(".*\\.", ""));
            write(exchange, 200, calls.getLast().equals("DeleteUser") ? "" : tokens);
        });
        assertThat(signIn().statusCode()).isEqualTo(401);

        assertThat(calls).containsExactly("InitiateAuth", "DeleteUser", "InitiateAuth", "DeleteUser");
        assertThat(server.sql().run("select 1 from deleted_accounts where expires_at = 'infinity'"))
                .isEmpty();
        assertThat(server.sql().run("select 1 from users where handle like 'iker%'"))
                .isEmpty();
    }

    @Test
    void a_database_that_cannot_renew_is_an_outage_and_no_defect() throws Exception {
        String cookie = session("cleo");
        makeDue();
        try (Connection other = server.sql().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table sessions in share mode");

            assertThat(me(cookie).statusCode()).isIn(503, 504);
        }
    }

    @Test
    void who_has_no_address_is_a_stranger_and_told_so() {
        pool.answersCalls(
                exchange -> write(exchange, 200, "{\"UserAttributes\": [{\"Name\": \"name\", \"Value\": \"Nemo\"}]}"));

        assertThat(asPerson("sub-nemo", "/api/activities/home").statusCode()).isEqualTo(200);
        assertThat(asPerson("sub-nemo", "/api/auth/me").statusCode()).isEqualTo(401);
    }

    @Test
    void what_postgresql_cannot_hold_locks_nobody_out() {
        pool.answersCalls(exchange -> write(exchange, 200, """
                                {"UserAttributes": [{"Name": "name", "Value": "O\\u0000d\\ud800d%s"},
                                  {"Name": "email", "Value": "odd@example.com"},
                                  {"Name": "preferred_username", "Value": "\\u0000"}]}
                                """.formatted("x".repeat(10_000))));

        assertThat(asPerson("sub-odd", "/api/auth/me").body()).contains("\"display_name\":\"Od", "odd@example.com");
    }

    private HttpResponse<String> asPerson(String sub, String path) {
        return server.send(server.request(path).header("Authorization", "Bearer " + pool.tokenOf(sub)));
    }

    private String session(String handle) {
        String tokens = grantOf(handle);
        pool.answersCalls(exchange -> write(exchange, 200, tokens));
        return signIn().headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private String grantOf(String handle) {
        String id = TestPool.sign(
                TestPool.KEY,
                pool.claims("seed-" + handle)
                        .claim("token_use", "id")
                        .audience(TestPool.CLIENT_ID)
                        .claim("email", handle + "@example.com")
                        .build());
        return """
                {"AuthenticationResult": {"AccessToken": "a", "IdToken": "%s",
                  "RefreshToken": "r", "ExpiresIn": 3600}}
                """.formatted(id);
    }

    private HttpResponse<String> signIn() {
        return server.send(server.request("/api/auth/sign-in")
                .POST(BodyPublishers.ofString(Json.object("email", "ada@example.com", "password", "x"))));
    }

    private HttpResponse<String> refresh(String cookie) {
        return server.send(server.request("/api/auth/refresh")
                .header("Cookie", cookie)
                .header("Origin", server.address())
                .POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> me(String cookie) {
        return server.send(server.request("/api/auth/me").header("Cookie", cookie));
    }

    private void makeDue() {
        server.sql().run("update sessions set renew_at = now() - interval '1 second'");
    }

    private static HttpHandler drip() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            Instant end = Instant.now().plus(DRIPS);
            while (Instant.now().isBefore(end)) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                sleep(Duration.ofMillis(100));
            }
        };
    }

    private static HttpHandler flood() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] spaces = " ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            while (true) {
                exchange.getResponseBody().write(spaces);
            }
        };
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
