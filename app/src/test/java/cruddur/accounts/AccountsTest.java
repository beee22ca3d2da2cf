package cruddur.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.localcognito.LocalPool;
import cruddur.sql.ConnectionUrl;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From signing up to signing out, as the page's scripts do it, with the built-in user pool.
@TestInstance(Lifecycle.PER_CLASS)
class AccountsTest {

    private static final String PASSWORD = BuiltInPool.PASSWORD;

    private final ConnectionUrl database = Cluster.NEWEST.seeded();
    private final TestServer server = TestServer.withBuiltInPool(database);
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void who_signs_up_confirms_and_signs_in_can_post_by_cookie() {
        assertThat(signUp("Grete Stern", "grete@example.com", "grete").statusCode())
                .isEqualTo(204);
        assertThat(signIn("grete@example.com", PASSWORD).body()).isEqualTo("[\"email_unconfirmed\"]");
        assertThat(confirm("grete@example.com", "code: " + pool.code("grete@example.com"))
                        .statusCode())
                .isEqualTo(204);

        HttpResponse<String> signedIn = signIn(" grete@example.com ", PASSWORD);
        assertThat(signedIn.body()).isEqualTo(Json.object("handle", "grete", "display_name", "Grete Stern"));
        assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("cruddur_session=[\\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");

        String cookie = cookie(signedIn);
        assertThat(postCrud(cookie, "Here I am").body()).contains("\"handle\":\"grete\"");
        assertThat(get(cookie, "/api/auth/me").body())
                .contains("\"handle\":\"grete\"", "\"email\":\"grete@example.com\"");
    }

    /// A sign-out at the pool itself ends the session at the page, too.
    @Test
    void a_session_ends_when_the_pool_ends_those_of_its_account() {
        String email = "dilip@example.com";
        String cookie = cookie(signIn(email, PASSWORD));
        pool.answer("GlobalSignOut", JsonObject.of("AccessToken", pool.signIn(email, PASSWORD)));
        assertThat(get(cookie, "/api/auth/me").statusCode()).isEqualTo(401);

        cookie = cookie(signIn(email, PASSWORD));
        JsonObject input = JsonObject.of("ClientId", LocalPool.CLIENT_ID, "Username", email);
        pool.answer("ForgotPassword", input);
        pool.answer(
                "ConfirmForgotPassword",
                input.put("ConfirmationCode", pool.code(email)).put("Password", PASSWORD));
        assertThat(get(cookie, "/api/auth/me").statusCode()).isEqualTo(401);
    }

    @Test
    void nothing_that_could_be_used_is_in_the_database() {
        String cookie = cookie(signIn("ada@example.com", PASSWORD));

        assertThat(server.sql().run("select s::text from sessions s").toString())
                .doesNotContain(cookie.substring(cookie.indexOf('=') + 1));
        assertThat(server.sql().run("select encode(refresh_token, 'escape') from sessions"))
                .allSatisfy(token -> assertThat(token)
                        .as("the pool's refresh tokens are letters and digits")
                        .contains("\\"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | [\"display_name_blank\",\"handle_blank\",\"email_blank\",\"password_blank\"]",
                "{\"name\":\"x\",\"email\":\"x@example.com\",\"handle\":\"ADA\",\"password\":\"Sour-d0ugh!\"} | [\"handle_taken\"]",
                "{\"name\":\" \",\"email\":\"x@\",\"handle\":\"ADA\",\"password\":\"weak\"} | [\"display_name_blank\",\"handle_taken\",\"email_invalid\",\"password_too_weak\"]",
                "{\"name\":\"x\",\"email\":\"x@example.com\",\"handle\":\"ada\",\"password\":\"Sour-dough!\"} | [\"handle_taken\",\"password_too_weak\"]",
                "{\"name\":\"x\",\"email\":\"x@example.com\",\"handle\":\"a b\",\"password\":\"Sour-d0ugh!\"} | [\"handle_invalid\"]",
                "{\"name\":\"x\",\"email\":\"x@example\",\"handle\":\"x\",\"password\":\"Sour-d0ugh!\"} | [\"email_invalid\"]",
                "{\"name\":\"x\",\"email\":\"x y@example.com\",\"handle\":\"x\",\"password\":\"Sour-d0ugh!\"} | [\"email_invalid\"]",
                "{\"name\":\"x\",\"email\":\"ADA@example.com\",\"handle\":\"x\",\"password\":\"Sour-d0ugh!\"} | [\"email_taken\"]",
                "{\"name\":\"x\",\"email\":\"x@example.com\",\"handle\":\"x\",\"password\":\"password\"} | [\"password_too_weak\"]",
                "{\"name\":7,\"email\":\"x@example.com\",\"handle\":\"x\",\"password\":\"Sour-d0ugh!\"} | [\"display_name_blank\"]"
            },
            ignoreLeadingAndTrailingWhitespace = true)
    void a_sign_up_that_breaks_rules_is_told_all_of_them(String body, String codes) {
        assertThat(post("sign-up", body))
                .extracting(HttpResponse::statusCode, HttpResponse::body)
                .containsExactly(422, codes);
    }

    @Test
    void what_is_no_text_is_refused() {
        for (String body : List.of("[]", "7", "{", "{\"email\":\"\\u0000\"}", "{\"email\":\"\\ud800\"}", "")) {
            assertThat(post("sign-up", body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void a_handle_that_was_taken_in_the_meantime_becomes_one_near_it() {
        signUp("First", "first@example.com", "wanted");
        signUp("Second", "second@example.com", "wanted");
        confirm("first@example.com", pool.code("first@example.com"));
        confirm("second@example.com", pool.code("second@example.com"));

        assertThat(signIn("first@example.com", PASSWORD).body()).contains("\"handle\":\"wanted\"");
        assertThat(signIn("second@example.com", PASSWORD).body()).contains("\"handle\":\"wanted_2\"");
    }

    @Test
    void nobody_falls_between_the_pool_and_the_database() {
        String sub = pool.admit("lost@example.com");
        server.sql().run("delete from users where cognito_user_id = ?", sub);

        assertThat(server.postWith(pool.signIn("lost@example.com", PASSWORD), "Found")
                        .body())
                .contains("\"handle\":\"lost\"");

        server.sql().run("delete from users where cognito_user_id = ?", sub);
        assertThat(signIn("lost@example.com", PASSWORD).body()).contains("\"handle\":\"lost\"");
    }

    @Test
    void a_wrong_password_and_an_unknown_address_are_told_the_same() {
        HttpResponse<String> wrong = signIn("ada@example.com", "Wrong-passw0rd");
        HttpResponse<String> unknown = signIn("nobody@example.com", "Wrong-passw0rd");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(unknown.headers().map().keySet())
                .isEqualTo(wrong.headers().map().keySet());
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void asking_for_a_code_does_not_tell_who_has_an_account() {
        for (String call : List.of("forgot", "resend")) {
            assertThat(post(call, Json.object("email", "bao@example.com")).statusCode())
                    .isEqualTo(204);
            assertThat(post(call, Json.object("email", "nobody@example.com")).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void a_forgotten_password_is_replaced_and_ends_the_sessions() {
        pool.admit("forgetful@example.com");
        String cookie = cookie(signIn("forgetful@example.com", PASSWORD));
        post("forgot", Json.object("email", "forgetful@example.com"));
        String code = pool.code("forgetful@example.com");

        assertThat(reset("forgetful@example.com", "000000", "New-passw0rd").body())
                .isEqualTo("[\"code_mismatch\"]");
        assertThat(reset("forgetful@example.com", code, "weak").body()).isEqualTo("[\"password_too_weak\"]");
        assertThat(reset("forgetful@example.com", code, "New-passw0rd").statusCode())
                .isEqualTo(204);

        assertThat(get(cookie, "/api/auth/me").statusCode()).isEqualTo(401);
        assertThat(signIn("forgetful@example.com", PASSWORD).statusCode()).isEqualTo(401);
        assertThat(signIn("forgetful@example.com", "New-passw0rd").statusCode()).isEqualTo(200);
    }

    @Test
    void a_session_holds_on_every_server_and_ends_on_every_server() {
        try (TestServer other = server.another()) {
            String cookie = cookie(signIn("cleo@example.com", PASSWORD));
            assertThat(get(other, cookie, "/api/auth/me").body()).contains("\"handle\":\"cleo\"");

            HttpResponse<String> out = signOut(cookie, "");
            assertThat(out.statusCode()).isEqualTo(204);
            assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
            assertThat(get(other, cookie, "/api/auth/me").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void signing_out_everywhere_ends_every_session_and_no_other_persons() {
        String phone = cookie(signIn("dilip@example.com", PASSWORD));
        String desk = cookie(signIn("dilip@example.com", PASSWORD));
        String other = cookie(signIn("esra@example.com", PASSWORD));
        String token = pool.signIn("dilip@example.com", PASSWORD);

        signOut(phone, "{\"everywhere\": true}");

        assertThat(get(phone, "/api/auth/me").statusCode()).isEqualTo(401);
        assertThat(get(desk, "/api/auth/me").statusCode()).isEqualTo(401);
        assertThat(get(other, "/api/auth/me").statusCode()).isEqualTo(200);
        assertThat(pool.call("GetUser", new io.vertx.core.json.JsonObject().put("AccessToken", token))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_dead_cookie_is_a_stranger() {
        String dead = "cruddur_session=" + "A".repeat(43);
        for (String cookie :
                List.of(dead, "cruddur_session=", "cruddur_session=;;\"", "cruddur_session=" + "%".repeat(43))) {
            assertThat(get(cookie, "/api/activities/home").statusCode()).isEqualTo(200);
            assertThat(get(cookie, "/api/auth/me").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_session_is_over_after_thirty_days() {
        String cookie = cookie(signIn("ghada@example.com", PASSWORD));
        assertThat(
                        server.sql()
                                .value(
                                        "select expires_at - s.created_at from sessions s join users u on u.uuid = user_uuid where handle = 'ghada'"))
                .isEqualTo("30 days");

        server.sql()
                .run(
                        "update sessions set expires_at = now() from users u where u.uuid = user_uuid and handle = 'ghada'");
        assertThat(get(cookie, "/api/auth/me").statusCode()).isEqualTo(401);
        assertThat(get(cookie, "/api/activities/home").statusCode()).isEqualTo(200);
    }

    @Test
    void a_token_beats_a_cookie() {
        String cookie = cookie(signIn("finn2@example.com", PASSWORD));
        HttpRequest.Builder both = server.request("/api/auth/me")
                .header("Cookie", cookie)
                .header("Authorization", "Bearer " + pool.signIn("bao@example.com", PASSWORD));
        assertThat(server.send(both).body()).contains("\"handle\":\"bao\"");

        HttpRequest.Builder bad =
                server.request("/api/auth/me").header("Cookie", cookie).header("Authorization", "Bearer x");
        assertThat(server.send(bad).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, https://front.example",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "X-Nothing, at-all"
    })
    void nobody_elses_page_can_write_with_the_cookie(String header, String value) {
        String cookie = cookie(signIn("hana@example.com", PASSWORD));
        HttpRequest.Builder write = server.request("/api/activities")
                .header("Cookie", cookie)
                .header(header, value)
                .POST(BodyPublishers.ofString(Json.object("message", "x", "ttl", "1-day")));
        assertThat(server.send(write).statusCode()).isEqualTo(403);

        HttpRequest.Builder out = server.request("/api/auth/sign-out")
                .header("Cookie", cookie)
                .header(header, value)
                .POST(BodyPublishers.noBody());
        assertThat(server.send(out).statusCode()).isEqualTo(403);
        assertThat(get(cookie, "/api/auth/me").statusCode()).isEqualTo(200);
    }

    @Test
    void over_tls_the_cookie_is_for_tls_only() {
        HttpResponse<String> signedIn = server.send(server.request("/api/auth/sign-in")
                .header("Origin", "https://" + server.uri("/").getAuthority())
                .POST(BodyPublishers.ofString(Json.object("email", "iker@example.com", "password", PASSWORD))));
        assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("__Host-cruddur_session=")
                .endsWith("; Secure");
        String cookie = cookie(signedIn);
        assertThat(get(cookie, "/api/auth/me").body()).contains("iker");
        assertThat(postFrom("https", cookie)).isEqualTo(200);
        assertThat(postFrom("http", cookie)).isEqualTo(401);
    }

    @Test
    void a_planted_cookie_signs_nobody_in_at_a_page_that_came_over_tls() {
        String planted = cookie(signIn("bao@example.com", PASSWORD));

        assertThat(postFrom("https", planted)).isEqualTo(401);
        assertThat(postFrom("http", planted)).isEqualTo(200);
    }

    private int postFrom(String scheme, String cookie) {
        return server.send(server.request("/api/activities")
                        .header("Cookie", cookie)
                        .header("Origin", scheme + "://" + server.uri("/").getAuthority())
                        .POST(BodyPublishers.ofString(Json.object("message", "x", "ttl", "1-day"))))
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void nobody_elses_page_can_sign_anybody_in(String header, String value) {
        HttpRequest.Builder signIn = server.request("/api/auth/sign-in")
                .header(header, value)
                .POST(BodyPublishers.ofString(Json.object("email", "ada@example.com", "password", PASSWORD)));

        assertThat(server.send(signIn).statusCode()).isEqualTo(403);
    }

    @Test
    void a_session_is_renewed_when_it_is_due_and_ends_when_the_pool_says_so() {
        String cookie = cookie(signIn("juniper@example.com", PASSWORD));
        makeDue("juniper");
        assertThat(postCrud(cookie, "Still here").statusCode()).isEqualTo(200);
        assertThat(
                        server.sql()
                                .value(
                                        "select renew_at > now() + interval '30 minutes' from sessions s join users u on u.uuid = user_uuid where handle = 'juniper'"))
                .isEqualTo("t");
        assertThat(refresh(cookie).statusCode()).isEqualTo(204);

        pool.call(
                "GlobalSignOut",
                new io.vertx.core.json.JsonObject().put("AccessToken", pool.signIn("juniper@example.com", PASSWORD)));
        makeDue("juniper");
        assertThat(get(cookie, "/api/auth/me").statusCode()).isEqualTo(401);
        assertThat(refresh(cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void who_guesses_is_slowed_by_address() {
        for (int i = 0; i < 5; i++) {
            assertThat(guessFrom("203.0.113.7", "guess" + i + "@example.com").statusCode())
                    .isEqualTo(401);
        }
        // A guess that comes only after a block of seconds is answered, and makes the next block twice as long.
        HttpResponse<String> slowed = Stream.generate(() -> guessFrom("203.0.113.7", "other@example.com"))
                .limit(10)
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(slowed.headers().firstValue("Retry-After")).isPresent();
        assertThat(guessFrom("203.0.113.8", "other@example.com").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> guessFrom(String address, String email) {
        return server.send(server.request("/api/auth/sign-in")
                .header("X-Forwarded-For", address)
                .POST(BodyPublishers.ofString(Json.object("email", email, "password", "Wrong-1234"))));
    }

    private void makeDue(String handle) {
        server.sql()
                .run(
                        "update sessions set renew_at = now() - interval '1 second' from users u where u.uuid = user_uuid and handle = ?",
                        handle);
    }

    private HttpResponse<String> signUp(String name, String email, String handle) {
        return post("sign-up", Json.object("name", name, "email", email, "handle", handle, "password", PASSWORD));
    }

    private HttpResponse<String> confirm(String email, String code) {
        return post("confirm", Json.object("email", email, "code", code));
    }

    private HttpResponse<String> signIn(String email, String password) {
        return post("sign-in", Json.object("email", email, "password", password));
    }

    private HttpResponse<String> reset(String email, String code, String password) {
        return post("reset", Json.object("email", email, "code", code, "password", password));
    }

    private HttpResponse<String> refresh(String cookie) {
        return send(cookie, "/api/auth/refresh", "");
    }

    private HttpResponse<String> signOut(String cookie, String body) {
        return send(cookie, "/api/auth/sign-out", body);
    }

    private HttpResponse<String> postCrud(String cookie, String message) {
        return send(cookie, "/api/activities", Json.object("message", message, "ttl", "1-day"));
    }

    private HttpResponse<String> post(String call, String body) {
        return server.send(server.request("/api/auth/" + call).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(String cookie, String path, String body) {
        return server.send(server.request(path)
                .header("Cookie", cookie)
                .header("Origin", server.address())
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String cookie, String path) {
        return get(server, cookie, path);
    }

    private static HttpResponse<String> get(TestServer from, String cookie, String path) {
        return from.send(from.request(path).header("Cookie", cookie));
    }

    private static String cookie(HttpResponse<String> signedIn) {
        return signedIn.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }
}
