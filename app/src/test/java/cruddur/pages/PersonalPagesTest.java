package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a person gets is theirs alone.
@TestInstance(Lifecycle.PER_CLASS)
class PersonalPagesTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private static final String PASSWORD = BuiltInPool.PASSWORD;

    private static final ConnectionUrl DATABASE = Cluster.NEWEST.seeded();

    private final TestServer server = TestServer.withBuiltInPool(DATABASE);
    private final String cookie = server.signIn("ada");

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/account"})
    void no_cache_keeps_a_page_of_somebodys(String path) {
        HttpResponse<String> response = server.send(asAda(path));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("@ada");
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        assertThat(response.headers().firstValue("vary").orElseThrow()).contains("cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?before=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void a_crud_that_is_refused_is_shown_again_to_its_author_alone(String path) throws Exception {
        HttpResponse<String> response = send(path, "message=&ttl=1-day&key=x");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("<textarea");
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
    }

    @Test
    void the_page_of_strangers_may_be_kept_if_it_is_checked_each_time() {
        HttpResponse<String> theirs = server.send(asAda("/"));
        HttpResponse<String> response = server.send(server.request("/")
                .header("If-None-Match", theirs.headers().firstValue("etag").orElseThrow()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(response.body()).doesNotContain("@ada</a>").contains("/sign-in");
    }

    @Test
    void a_browser_that_signs_out_is_told_to_forget_what_it_has_seen() throws Exception {
        HttpResponse<String> response = send("/sign-out", "");

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("clear-site-data")).contains("\"cache\", \"storage\"");
        assertThat(response.headers().firstValue("set-cookie").orElseThrow()).contains("Max-Age=0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sign-up", "/confirm", "/resend", "/sign-in", "/reset"})
    void what_is_no_form_is_refused_on_a_page(String path) throws Exception {
        HttpResponse<String> response = send(path, "email=%00&message=%00");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sign-in", "/sign-up", "/confirm", "/resend", "/recover", "/reset", "/sign-out"})
    void another_sites_page_is_refused_and_nothing_of_it_is_shown(String path) throws Exception {
        String form = "email=eve@example.com&message=planted&ttl=1-day&key=x";
        HttpRequest request = server.request(path)
                .header("Origin", "https://elsewhere.example")
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(form))
                .build();

        HttpResponse<String> response = send(request);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).doesNotContain("planted", "eve@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sign-in"})
    void of_what_was_posted_the_key_keeps_nothing_that_can_be_read(String path) throws Exception {
        String form = "email=ada@example.com&password=%s&message=Only+here+%s&ttl=1-day&key=k%s"
                .formatted(encoded(BuiltInPool.PASSWORD), encoded(path), encoded(path));

        HttpResponse<String> first = send(path, form);
        HttpResponse<String> again = send("/", form);

        assertThat(List.of(first.statusCode(), again.statusCode())).containsOnly(303);
        assertThat(new Sql(DATABASE)
                        .run("select request_digest from idempotency_keys where octet_length(request_digest) <> 32"))
                .isEmpty();
        assertThat(new Sql(DATABASE).value("select count(*) from activities where message = 'Only here " + path + "'"))
                .isEqualTo("1");
    }

    @Test
    void who_has_yet_to_confirm_their_address_keeps_what_they_wrote() throws Exception {
        String fields = "name=Grete&handle=grete_w&email=grete@example.com&password=Abcdefg1!";
        assertThat(send("/sign-up", fields).statusCode()).isEqualTo(303);

        HttpResponse<String> response = send("/sign-in", fields + "&message=Kept&ttl=1-day&key=x");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("value=\"Kept\"", "/confirm?email=", "Confirm this address first");
    }

    @Test
    void a_password_waits_for_the_code_in_a_form_that_only_the_browser_can_open() throws Exception {
        HttpResponse<String> signedUp = signUp("waits");

        assertThat(signedUp.headers().firstValue("location")).contains("/confirm?email=waits%40example.com");
        assertThat(signedUp.headers().firstValue("set-cookie").orElseThrow())
                .matches("cruddur_sign_up=[\\w-]{43}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax");
        String secret = cookieOf(signedUp).replaceFirst(".*=", "");
        assertThat(new Sql(DATABASE)
                        .run("select p::text, encode(sealed_password, 'escape') from pending_sign_ins p")
                        .toString())
                .doesNotContain(secret, PASSWORD, "waits");
    }

    @Test
    void confirming_an_address_signs_in_once_the_browser_that_signed_up() throws Exception {
        String key = cookieOf(signUp("once"));
        int pending = pending();

        HttpResponse<String> confirmed = confirm("once", key);

        assertThat(confirmed.headers().firstValue("location")).contains("/");
        HttpRequest.Builder me = server.request("/api/auth/me").header("Cookie", cookieOf(confirmed));
        assertThat(server.send(me).body()).contains("\"handle\":\"once\"");
        assertThat(confirm("once", key).statusCode()).isEqualTo(422);
        assertThat(pending()).isEqualTo(pending - 1);
    }

    /// Without those that have expired, which the server may remove at any time.
    private static int pending() {
        return Integer.parseInt(
                new Sql(DATABASE).value("select count(*) from pending_sign_ins where expires_at > now()"));
    }

    @Test
    void a_browser_that_signed_up_with_another_address_or_too_long_ago_has_to_sign_in() throws Exception {
        String other = cookieOf(signUp("other"));
        String key = cookieOf(signUp("mine"));

        assertThat(confirm("mine", other).headers().firstValue("location"))
                .contains("/sign-in?done=confirm&email=mine%40example.com");

        new Sql(DATABASE).run("update pending_sign_ins set expires_at = now()");
        assertThat(confirm("other", other).headers().firstValue("location"))
                .contains("/sign-in?done=confirm&email=other%40example.com");
        assertThat(key).isNotEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource({
        "/sign-in?done=confirm, Your address is confirmed.",
        "/sign-in?done=reset, Your password is changed.",
        "/confirm?done=resend, Another code is on its way",
        "/sign-in?done=nothing, Good to see you."
    })
    void a_form_says_what_the_one_before_it_did(String path, String lead) {
        assertThat(server.get(path).body()).contains("<p class=\"lead\">" + lead);
    }

    private HttpResponse<String> signUp(String name) throws Exception {
        return send(
                "/sign-up",
                "name=%1$s&handle=%1$s&email=%1$s@example.com&password=%2$s".formatted(name, encoded(PASSWORD)));
    }

    private HttpResponse<String> confirm(String name, String key) throws Exception {
        String email = name + "@example.com";
        return send(server.request("/confirm")
                .header("Cookie", key)
                .header("Origin", server.address())
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString("email=" + email + "&code="
                        + BuiltInPool.at(server.uri("/")).code(email)))
                .build());
    }

    private static String cookieOf(HttpResponse<String> response) {
        return response.headers().firstValue("set-cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder asAda(String path) {
        return server.request(path).header("Cookie", cookie);
    }

    /// As a browser sends a form, of which the API's contract knows nothing.
    private HttpResponse<String> send(String path, String form) throws Exception {
        HttpRequest request = server.request(path)
                .header("Cookie", server.signIn("ada"))
                .header("Origin", server.address())
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(form))
                .build();
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
