package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import cruddur.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HEAD, conditional requests, and headers for caches.
@TestInstance(Lifecycle.PER_CLASS)
class CachingTest {

    private static final String HOME = "/api/activities/home";

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeAll
    void addCruds() {
        server.sql()
                .run(
                        "insert into activities (user_uuid, message) select uuid, 'm' || n from users, generate_series(1, 10) n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HOME,
                HOME + "?limit=2",
                "/",
                "/livez",
                "/api/trends",
                "/nowhere",
                "/api/activities/search",
                "/api/activities/notifications",
                "/api/activities/x"
            })
    void a_head_is_a_get_without_its_body(String path) {
        Answer get = RawConnection.exchange(server, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        try (RawConnection wire = RawConnection.to(server)) {
            Answer head =
                    wire.send("HEAD " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").answerWithoutBody();

            assertThat(head.status()).isEqualTo(get.status());
            assertThat(withoutId(head)).isEqualTo(withoutId(get));
            assertThat(head.header("content-length")).isPresent();
            // If a body followed, this would not parse as an answer.
            assertThat(wire.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    private static Map<String, String> withoutId(Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        assertThat(headers.remove("x-request-id")).isNotNull();
        assertThat(headers.remove("date")).isNotNull();
        return headers;
    }

    @ParameterizedTest
    @ValueSource(strings = {HOME, "/", "/livez", "/api/trends"})
    void a_read_may_be_kept_if_it_is_checked_each_time(String path) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.headers().firstValue("etag").orElseThrow()).matches("W/\"[0-9a-f]{16}\"");
        assertThat(response.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(response.headers().firstValue("vary")).contains("accept-encoding, authorization, cookie, origin");
        assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    @Test
    void what_is_not_a_read_must_not_be_kept() {
        assertThat(server.get("/nowhere").headers().firstValue("cache-control")).contains("no-store");
        assertThat(server.post("seed", "/api/activities", "{}").headers().firstValue("cache-control"))
                .contains("no-store");
    }

    @Test
    void the_same_answer_has_the_same_tag_and_another_one_another() {
        String tag = tag(server.request(HOME));

        assertThat(tag(server.request(HOME))).isEqualTo(tag);
        assertThat(tag(server.request(HOME + "?limit=3"))).isNotEqualTo(tag);
        assertThat(tag(ada(HOME))).isNotEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\"other\", %s", "%s,W/\"other\"", "W/\"a,b\" ,\t%s ", "*"})
    void who_has_the_answer_is_not_sent_it_again(String known) {
        String tag = tag(server.request(HOME));
        HttpResponse<String> response = ifNoneMatch(known.replace("%s", tag));

        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("etag")).contains(tag);
        assertThat(response.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(response.headers().firstValue("vary")).isPresent();
        assertThat(response.headers().firstValue("link"))
                .isEqualTo(server.get(HOME).headers().firstValue("link"));
    }

    @Test
    void a_cache_may_have_made_the_tag_strong_or_have_spread_the_list_over_lines() {
        String tag = tag(server.request(HOME));

        assertThat(ifNoneMatch(tag.substring("W/".length())).statusCode()).isEqualTo(304);
        assertThat(server.send(server.request(HOME)
                                .header("If-None-Match", "\"other\"")
                                .header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"0000000000000000\"", "\"\"", "W/", "x", ",", "W/\"*\"", "%s"})
    void who_has_another_answer_is_sent_this_one(String known) {
        String others = tag(ada(HOME));

        assertThat(ifNoneMatch(known.replace("%s", others)).statusCode()).isEqualTo(200);
    }

    @Test
    void nothing_follows_a_304_on_its_connection() {
        try (RawConnection wire = RawConnection.to(server)) {
            String request = "GET " + HOME + " HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n";
            assertThat(wire.send(request + request).answer().status()).isEqualTo(304);
            assertThat(wire.answer().status()).isEqualTo(304);
        }
    }

    @Test
    void the_next_page_is_asked_for_as_this_one_was() {
        String link = link(HOME + "?limit=2&x=a%20b&y=%26%3D%3E%3B&z=");

        assertThat(link)
                .startsWith("<" + HOME + "?limit=2&x=a+b&y=%26%3D%3E%3B&z=&before=")
                .endsWith(">; rel=\"next\"");
        assertThat(server.get(address(link)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_cursor_in_other_letters_does_not_hold_up_the_next_page() {
        String first = address(link(HOME + "?limit=2"));
        String second = address(link(first.replace("before", "BEFORE")));

        assertThat(second).contains("before=").doesNotContain("BEFORE").isNotEqualTo(first);
    }

    @Test
    void a_query_cannot_write_headers() {
        Answer answer = RawConnection.exchange(
                server,
                "GET "
                        + HOME
                        + "?limit=1&a%0d%0aSet-Cookie:%20x=%0D%0A%0D%0A%3Cscript%3E&%3E;rel=x&\"><b=\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
        assertThat(answer.header("link").orElseThrow()).matches("<[-/A-Za-z0-9?&=+%._*]+>; rel=\"next\"");
    }

    private String link(String path) {
        return server.get(path).headers().firstValue("link").orElseThrow();
    }

    private static String address(String link) {
        return URI.create(link.substring(1, link.indexOf('>'))).toString();
    }

    private HttpRequest.Builder ada(String path) {
        return server.request(path)
                .header("Authorization", "Bearer " + server.pool().tokenOf("seed-ada"));
    }

    private String tag(HttpRequest.Builder request) {
        return server.send(request).headers().firstValue("etag").orElseThrow();
    }

    private HttpResponse<String> ifNoneMatch(String known) {
        return server.send(server.request(HOME).header("If-None-Match", known));
    }

    @Test
    void a_write_is_answered_whichever_tag_its_client_has() {
        assertThat(server.send(ada("/api/activities")
                                .header("If-None-Match", "*")
                                .POST(BodyPublishers.ofString("{\"message\":\"m\",\"ttl\":\"1-day\"}")))
                        .statusCode())
                .isEqualTo(200);
    }
}
