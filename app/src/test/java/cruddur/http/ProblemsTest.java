package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Hurried;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The refusals of bad requests.
@TestInstance(Lifecycle.PER_CLASS)
class ProblemsTest {

    private static final String CRUD = "{\"message\":\"m\",\"ttl\":\"1-day\"}";

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());
    private final String ada = server.sql().person("ada");

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, GET, /api/activities/home?limit=0",
        "400, GET, /api/activities/home?limit=101",
        "400, GET, /api/activities/home?limit=-1",
        "400, GET, /api/activities/home?limit=ten",
        "400, GET, /api/activities/home?before=x",
        "400, GET, /api/activities/not-a-uuid",
        "400, GET, /api/activities/search?term=%00",
        "401, POST, /api/activities",
        "401, PUT, /api/activities/notifications/read",
        "404, GET, /nowhere",
        "404, GET, /api/",
        "404, GET, /api/activities/@nobody",
        "404, GET, /api/activities/00000000-0000-4000-8000-000000000000",
        "404, OPTIONS, /nowhere",
        "405, GET, /api/activities",
        "405, PATCH, /api/activities/home",
        "405, TRACE, /api/activities/home",
        "405, BREW, /livez"
    })
    void a_refusal_is_a_problem_document(int status, String method, String path) {
        isProblem(status, RawConnection.exchange(server, method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    @Test
    void no_header_keeps_a_server_busy() {
        assertThat(RawConnection.exchange(
                        server,
                        "GET /api/auth/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer"
                                + " ".repeat(15_000)
                                + "\u0085x\r\n\r\n"))
                .extracting(Answer::status)
                .isEqualTo(401);
    }

    @Test
    void only_the_author_deletes() {
        server.sql().person("bob");
        String crud = new JsonObject(server.post("ada", "/api/activities", CRUD).body()).getString("uuid");

        isProblem(
                403,
                server.send(server.requestBy("bob", "/api/activities/" + crud).DELETE()));
        assertThat(server.sql().value("select count(*) from activities where user_uuid = ?::uuid", ada))
                .isEqualTo("1");
    }

    @Test
    void a_wrong_method_gets_the_right_ones() {
        HttpResponse<String> response =
                server.send(server.request("/api/activities/home").DELETE());

        isProblem(405, response);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
        assertThat(response.body()).contains("DELETE is not allowed here. Use GET, HEAD, OPTIONS.");
    }

    @Test
    void a_badly_encoded_query_is_refused() {
        // java.net.URI refuses this.
        for (String query : new String[] {"limit=%zz", "x=%", "term=%e", "before=%u0041"}) {
            Answer answer = RawConnection.exchange(
                    server, "GET /api/activities/home?" + query + " HTTP/1.1\r\nHost: x\r\n\r\n");

            isProblem(400, answer);
            assertThat(answer.body()).contains("%");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "APPLICATION/JSON",
                "application/vnd.api+json",
                "application/problem+json ; x=y"
            })
    void a_body_may_be_any_kind_of_json(String type) {
        assertThat(post(type, "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "text/json",
                "application/jsonp",
                "application/json-seq",
                "application/xml; a=application/json",
                "json",
                ","
            })
    void and_nothing_else(String type) {
        isProblem(415, post(type, ""));
    }

    @Test
    void a_body_without_a_type_is_taken_for_json_and_one_that_is_packed_is_not_unpacked() {
        assertThat(server.post("ada", "/api/activities", CRUD).statusCode()).isEqualTo(200);
        isProblem(415, post("application/json", "gzip"));
    }

    @Test
    void an_encoding_that_is_not_supported_is_named() {
        for (String encoding : List.of("gzip", "br", "identity", "gzip, gzip")) {
            HttpResponse<String> response = post("application/json", encoding);

            isProblem(415, response);
            assertThat(new JsonObject(response.body()).getString("detail"))
                    .isEqualTo("The Content-Encoding " + encoding + " is not supported. Send the body without one.");
            assertThat(response.headers().firstValue("accept-encoding")).contains("identity");
        }
    }

    @Test
    void what_is_too_large_is_refused_by_what_is_too_large() {
        String tooLong = "x".repeat(70_000);
        isProblem(414, RawConnection.exchange(server, "GET /" + tooLong + " HTTP/1.1\r\nHost: x\r\n\r\n"));
        isProblem(431, RawConnection.exchange(server, "GET / HTTP/1.1\r\nHost: x\r\nX: " + tooLong + "\r\n\r\n"));
        isProblem(413, server.post("ada", "/api/activities", "{\"message\":\"" + tooLong + "\"}"));
    }

    /// It gets two seconds to send the rest.
    @Test
    void a_client_that_sends_far_too_much_sees_the_answer() throws Exception {
        Hurried.within(Duration.ofSeconds(2), this::sendsFarTooMuch);
    }

    private void sendsFarTooMuch() {
        Answer answer = RawConnection.exchange(
                server,
                "POST /api/activities HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n"
                        + "x".repeat(10_000_000));

        isProblem(413, answer);
        assertThat(answer.header("connection")).contains("close");
    }

    @Test
    void a_client_that_asks_before_it_sends_too_much_is_spared_it() {
        isProblem(
                413,
                RawConnection.exchange(
                        server,
                        "POST /api/activities HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\nExpect: 100-continue\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "\u0000\u0001nonsense\u0002",
                "GET /livez",
                "GET /livez HTTP/1.1\r\nHost: x\r\nno colon",
                "GET /livez HTTP/1.1\r\nHost: x\r\nA space: x",
                "GET /livez HTTP/1.1\r\nHost: x\r\nX: a\u0000b",
                "POST /api/activities HTTP/1.1\r\nHost: x\r\nContent-Length: -1",
                "POST /api/activities HTTP/1.1\r\nHost: x\r\nContent-Length: two",
                "POST /api/activities HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999",
                "POST /api/activities HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3"
            })
    void what_is_no_http_is_400_and_the_end_of_the_connection(String head) {
        Answer answer = RawConnection.exchange(server, head + "\r\n\r\n");

        isProblem(400, answer);
        assertThat(answer.header("connection")).contains("close");
    }

    @Test
    void a_database_that_is_away_is_503() {
        try (TestServer alone = TestServer.on(Cluster.NEWEST.missing())) {
            HttpResponse<String> response = alone.get("/api/activities/home");

            isProblem(503, response);
            assertThat(response.headers().firstValue("retry-after")).contains("2");
        }
    }

    @Test
    void a_request_id_is_the_clients_or_a_new_one_if_theirs_is_none() {
        assertThat(requestId("my-request_1.2")).isEqualTo("my-request_1.2");
        assertThat(requestId("x".repeat(65))).matches("[0-9a-f]{16}");
        assertThat(requestId("a b")).matches("[0-9a-f]{16}");
        assertThat(requestId("<script>")).matches("[0-9a-f]{16}");
        assertThat(requestId("")).matches("[0-9a-f]{16}");
        assertThat(requestId("x")).isNotEqualTo(requestId("y"));
    }

    private String requestId(String theirs) {
        return server.send(server.request("/livez").header("X-Request-Id", theirs))
                .headers()
                .firstValue("x-request-id")
                .orElseThrow();
    }

    private HttpResponse<String> post(String type, String encoding) {
        var request = server.requestBy("ada", "/api/activities")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(CRUD));
        return server.send(encoding.isEmpty() ? request : request.header("Content-Encoding", encoding));
    }

    private static void isProblem(int status, HttpResponse<String> response) {
        isProblem(
                status,
                new Answer(
                        response.statusCode(),
                        Map.of(
                                "content-type",
                                response.headers().firstValue("content-type").orElse("")),
                        response.body()));
    }

    private static void isProblem(int status, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).contains("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.fieldNames()).containsExactly("title", "status", "detail");
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail"))
                .isNotBlank()
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("io.vertx", "io.netty", "java.", "select ", "ERROR:", "PgEx");
    }
}
