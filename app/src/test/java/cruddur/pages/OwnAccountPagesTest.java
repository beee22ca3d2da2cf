package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Sql;
import cruddur.testing.TestServer;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages on which people change their password and delete their account.
@TestInstance(Lifecycle.PER_CLASS)
class OwnAccountPagesTest {

    private static final String PASSWORD = BuiltInPool.PASSWORD;

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.seeded());
    private final Sql sql = server.sql();

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/account", "/account/password", "/account/delete"})
    void strangers_sign_in_first(String path) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/sign-in");
    }

    @Test
    void the_account_leads_to_all_that_can_be_done_with_it() {
        assertThat(get(server.signIn("ada"), "/account").body())
                .contains("href=\"/api/account/export\"", "href=\"/account/password\"", "href=\"/account/delete\"");
    }

    @Test
    void the_page_says_first_what_is_deleted() {
        assertThat(get(server.signIn("ada"), "/account/delete").body())
                .contains("4 cruds", "4 replies", "name=\"handle\"", "name=\"password\"");
    }

    @Test
    void no_page_confirms_what_a_signed_in_person_has_not_done() {
        HttpResponse<String> response = get(server.signIn("ada"), "/account/deleted");

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/account");
    }

    @Test
    void the_account_of_an_operator_leads_to_the_dashboard() {
        assertThat(get(server.signIn("ada"), "/account").body()).contains("href=\"/dashboard\"");
        assertThat(get(server.signIn("bao"), "/account").body()).doesNotContain("/dashboard");
    }

    @Test
    void a_password_manager_finds_the_page_that_changes_a_password() {
        HttpResponse<String> response = get("", "/.well-known/change-password");

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/account/password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/account/password", "/account/delete"})
    void a_password_manager_learns_whose_password_it_is(String path) {
        String username = "value=\"ada@example.com\" autocomplete=\"username\" readonly hidden>";

        assertThat(get(server.signIn("ada"), path).body()).contains(username);
        assertThat(post(server.signIn("ada"), path, "username=ada%40example.com&password=")
                        .body())
                .contains(username);
    }

    @ParameterizedTest
    @CsvSource({
        "bao, Sour-d0ugh!, This is not your handle.",
        "'', Sour-d0ugh!, This is not your handle.",
        "@ADA, wrong, This is not your password.",
        "ada, '', Please give a password."
    })
    void an_account_is_not_deleted_by_accident(String handle, String password, String said) {
        HttpResponse<String> response = post(
                server.signIn("ada"),
                "/account/delete",
                "handle=" + encoded(handle) + "&password=" + encoded(password));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains(said, "aria-invalid=\"true\"", "4 cruds");
        assertThat(sql.run("select 1 from users where handle = 'ada'")).hasSize(1);
    }

    @Test
    void a_deleted_account_is_gone_and_the_browser_forgets_it() {
        String cookie = server.signIn("juniper");

        HttpResponse<String> response =
                post(cookie, "/account/delete", "handle=%40Juniper&password=" + encoded(PASSWORD));

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/account/deleted");
        assertThat(response.headers().firstValue("Clear-Site-Data")).contains("\"cache\", \"storage\"");
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(sql.run("select 1 from users where handle = 'juniper'")).isEmpty();
        assertThat(get(cookie, "/account").statusCode()).isEqualTo(303);
        assertThat(get(cookie, "/account/deleted").body()).contains("Your account is deleted");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Rye-br3ad!, Please give your current password.",
        "wrong, Rye-br3ad!, This is not your password.",
        "Sour-d0ugh!, '', Please give a password.",
        "Sour-d0ugh!, weak, This is too weak"
    })
    void a_refused_password_is_explained_next_to_its_field(String old, String proposed, String said) {
        HttpResponse<String> response = post(
                server.signIn("bao"), "/account/password", "old=" + encoded(old) + "&password=" + encoded(proposed));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains(said, "aria-invalid=\"true\"").doesNotContain("Rye-br3ad!");
    }

    @Test
    void a_changed_password_is_confirmed_on_the_account() {
        String cookie = server.signIn("cleo");

        HttpResponse<String> response =
                post(cookie, "/account/password", "old=" + encoded(PASSWORD) + "&password=" + encoded("Rye-br3ad!"));

        assertThat(response.statusCode()).isEqualTo(303);
        String next = response.headers().firstValue("Location").orElseThrow();
        assertThat(get(cookie, next).body()).contains("Your password is changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/account/password", "/account/delete"})
    void another_sites_page_is_refused(String path) {
        HttpResponse<String> response = server.send(form(path, "handle=ada&password=" + encoded(PASSWORD))
                .header("Cookie", server.signIn("ada"))
                .header("Origin", "https://elsewhere.example"));

        assertThat(response.statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> get(String cookie, String path) {
        return server.send(server.request(path).header("Cookie", cookie));
    }

    private HttpResponse<String> post(String cookie, String path, String form) {
        return server.send(form(path, form).header("Cookie", cookie).header("Origin", server.address()));
    }

    private HttpRequest.Builder form(String path, String form) {
        return server.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
