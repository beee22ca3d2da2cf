package cruddur.pages;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import cruddur.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people get instead of a problem document.
@TestInstance(Lifecycle.PER_CLASS)
class SorryTest {

    private static final String BROWSER =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private static final int WRITES_A_WINDOW = 50;

    /// The requests may come so slowly that several windows do not have too many of them.
    private static final int WINDOWS = 20;

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void without_a_database_people_get_a_page_that_says_so() {
        try (TestServer alone = TestServer.on(Cluster.NEWEST.missing())) {
            HttpResponse<String> response = alone.get("/");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
            assertThat(response.headers().firstValue("retry-after")).isPresent();
            assertThat(response.headers().firstValue("content-security-policy")).isPresent();
            assertThat(response.body()).contains("The database does not answer.");
        }
    }

    @Test
    void a_bad_address_is_told_so_on_a_page_too() {
        HttpResponse<String> response = server.get("/?before=%3Cscript%3E");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("This address or form cannot be read.")
                .doesNotContain("cursor", "<script>");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404",
        "GET, /@nobody, 404",
        "GET, /sign-in/, 404",
        "GET, /assets/nothing.css, 404",
        "GET, /api/activities/117, 400",
        "GET, /api/activities/@nobody, 404",
        "GET, /api/activities/notifications, 401",
        "DELETE, /, 405",
        "PUT, /sign-in, 405"
    })
    void a_browser_gets_a_page_with_a_link_onward(String method, String path, int status) {
        Answer answer = answer(method, path, BROWSER, "127.0.0.1");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).contains("text/html; charset=utf-8");
        assertThat(answer.header("cache-control")).contains("no-store");
        assertThat(answer.header("content-security-policy")).isPresent();
        assertThat(answer.header("allow").isPresent()).isEqualTo(status == 405);
        assertThat(answer.header("www-authenticate").isPresent()).isEqualTo(status == 401);
        assertThat(answer.body())
                .contains("<a href=\"/\">Go to the newest cruds</a>")
                .doesNotContain("GET", "HEAD", "Bearer", "uuid", "JSON");
        assertThat(answer.body().contains("<a href=\"/sign-in\">")).isEqualTo(status == 401);
    }

    @Test
    void a_browser_gets_a_page_while_the_database_is_away() {
        try (TestServer alone = TestServer.on(Cluster.NEWEST.missing());
                RawConnection wire = RawConnection.to(alone)) {
            Answer answer = wire.send(request("GET", "/api/activities/home", BROWSER, "127.0.0.1"))
                    .answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isPresent();
            assertThat(answer.body()).contains("The database does not answer.", "<a href=\"/\">");
        }
    }

    @Test
    void a_browser_that_asks_too_often_gets_a_page() {
        Answer answer = Stream.generate(() -> answer("POST", "/", BROWSER, "203.0.113.77"))
                .limit(WINDOWS * WRITES_A_WINDOW)
                .filter(each -> each.status() == 429)
                .findFirst()
                .orElseThrow();

        assertThat(answer.header("retry-after")).isPresent();
        assertThat(answer.body()).containsPattern("Too many requests\\. Try again in [0-9]+ s\\.");
        assertThat(answer.body()).contains("<a href=\"/\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/json, text/plain, */*",
                "application/json, text/html",
                "text/html;q=0.5, application/json",
                "text/html;q=0.5, application/problem+json;q=0.9",
                "text/html;q=0",
                "text/*",
                "text/htmlx",
                "nonsense",
                ";;;,,,q=2",
                ""
            })
    void a_program_gets_a_problem_document(String accept) {
        Answer answer = answer("GET", "/nowhere", accept, "127.0.0.1");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("content-type")).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "TEXT/HTML",
                "application/xhtml+xml",
                "text/html;charset=utf-8;q=0.9, application/json;q=0.8",
                "application/json; q=0.1 , text/html ; q=0.2"
            })
    void a_client_that_prefers_html_gets_a_page(String accept) {
        assertThat(answer("GET", "/nowhere", accept, "127.0.0.1").header("content-type"))
                .contains("text/html; charset=utf-8");
    }

    @Test
    void what_a_page_would_be_is_told_without_it() {
        try (RawConnection wire = RawConnection.to(server)) {
            Answer answer =
                    wire.send(request("HEAD", "/nowhere", BROWSER, "127.0.0.1")).answerWithoutBody();

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("content-type")).contains("text/html; charset=utf-8");
            assertThat(wire.send(request("GET", "/livez", "*/*", "127.0.0.1"))
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    private Answer answer(String method, String path, String accept, String client) {
        return RawConnection.exchange(server, request(method, path, accept, client));
    }

    private static String request(String method, String path, String accept, String client) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + client + "\r\nAccept: " + accept
                + "\r\n\r\n";
    }
}
