package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import cruddur.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// OPTIONS, and the origins whose pages may read answers.
@TestInstance(Lifecycle.PER_CLASS)
class CorsTest {

    private static final String FRONT = "https://front.example";

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/activities/home | GET, HEAD, OPTIONS",
                "/api/activities | OPTIONS, POST",
                "/api/activities/00000000-0000-4000-8000-000000000000 | DELETE, GET, HEAD, OPTIONS",
                "/api/activities/00000000-0000-4000-8000-000000000000/like | DELETE, OPTIONS, PUT",
                "/api/profile/update | OPTIONS, POST, PUT"
            })
    void options_lists_the_methods(String path, String allow) {
        Answer answer = request("OPTIONS", path, "");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("allow")).contains(allow);
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {FRONT, "https://back.example"})
    void a_page_of_an_allowed_origin_may_ask_for_everything(String origin) {
        Answer answer = request(
                "OPTIONS",
                "/api/activities",
                "Origin: "
                        + origin
                        + "\r\nAccess-Control-Request-Method: POST\r\n"
                        + "Access-Control-Request-Headers: authorization,content-type,idempotency-key,if-none-match\r\n");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-origin")).contains(origin);
        assertThat(answer.header("access-control-allow-methods").orElseThrow().split(", ", -1))
                .contains("GET", "POST", "PUT", "DELETE");
        assertThat(answer.header("access-control-allow-headers").orElseThrow().split(", ", -1))
                .contains("Authorization", "Content-Type", "Idempotency-Key", "If-None-Match");
        assertThat(answer.headers())
                .containsKey("access-control-max-age")
                .doesNotContainKey("access-control-allow-credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/api/messages/none/of/these", "/cognito-idp/", "/readyz"})
    void it_may_ask_for_every_path_with_the_headers_of_amazons_clients(String path) {
        Answer answer = request("OPTIONS", path, "Origin: " + FRONT + "\r\nAccess-Control-Request-Method: POST\r\n");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("access-control-allow-headers").orElseThrow().split(", ", -1))
                .contains(
                        "Cache-Control",
                        "X-Amz-Target",
                        "X-Amz-User-Agent",
                        "Amz-Sdk-Invocation-Id",
                        "Amz-Sdk-Request",
                        "X-Amz-Date",
                        "X-Amz-Security-Token",
                        "X-Amz-Content-Sha256");
        assertThat(request("OPTIONS", "/nowhere", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/activities/home", "/nowhere", "/api/activities/search", "/"})
    void it_may_read_every_answer(String path) {
        Answer answer = request("GET", path, "Origin: " + FRONT + "\r\n");

        assertThat(answer.header("access-control-allow-origin")).contains(FRONT);
        assertThat(answer.header("access-control-expose-headers").orElseThrow().split(", ", -1))
                .contains("Authorization", "Link", "ETag", "Retry-After", "x-amzn-ErrorType");
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-methods");
    }

    @Test
    void it_may_read_that_its_request_was_none() {
        assertThat(request("GET", "/" + "x".repeat(10_000), "Origin: " + FRONT + "\r\n")
                        .status())
                .isEqualTo(414);
        assertThat(request("POST", "/livez", "Origin: " + FRONT + "\r\n").header("access-control-allow-origin"))
                .contains(FRONT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "*",
                "https://evil.example",
                "http://front.example",
                "https://front.example:443",
                "https://front.example:8443",
                "https://front.example.evil.example",
                "https://evilfront.example",
                "https://www.front.example",
                "https://front.example/",
                "https://front.example, https://back.example",
                "https://front.example https://evil.example",
                "HTTPS://FRONT.EXAMPLE",
                "front.example",
                "file://",
                "https://front%2eexample"
            })
    void nobody_else_may(String origin) {
        for (String method : new String[] {"GET", "OPTIONS"}) {
            Answer answer = request(
                    method,
                    "/api/activities/home",
                    "Origin: "
                            + origin
                            + "\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization\r\n");

            assertThat(answer.status()).isIn(200, 204);
            assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    private Answer request(String method, String path, String headers) {
        return RawConnection.exchange(server, method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }
}
