package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.TestServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.function.Supplier;

/// Clients that ask for too much, as a trusted proxy on this machine tells of them. Each test has
/// addresses of its own. Where a window of ten seconds may end amid a test, it asks for twice as
/// much as a window allows.
@TestInstance(Lifecycle.PER_CLASS)
class RateLimitTest {

    private static final int WRITES = 50;
    private static final int READS = 500;

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void too_many_writes_are_429_until_the_window_ends() {
        HttpResponse<String> last = exhaust(WRITES, () -> write("203.0.113.1"));

        assertThat(last.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(last.headers().firstValue("retry-after").map(Integer::valueOf).orElseThrow())
                .isBetween(1, 11);
        assertThat(status(read("203.0.113.1"))).isEqualTo(200);
        assertThat(status(write("203.0.113.2"))).isEqualTo(401);
    }

    @Test
    void so_are_too_many_reads() {
        exhaust(READS, () -> read("203.0.113.3"));

        assertThat(status(read("203.0.113.4"))).isEqualTo(200);
        assertThat(status(write("203.0.113.3"))).isEqualTo(401);
    }

    @Test
    void nobody_gets_rid_of_their_address_by_inventing_others_before_it() {
        exhaust(WRITES, () -> write("203.0.113.5"));

        assertThat(status(write("198.51.100.7, 203.0.113.5"))).isEqualTo(429);
        assertThat(status(write("127.0.0.1, 203.0.113.5"))).isEqualTo(429);
        assertThat(status(write("198.51.100.8, 203.0.113.5, 127.0.0.1"))).isEqualTo(429);
        assertThat(status(write("nonsense, 203.0.113.5"))).isEqualTo(429);
        assertThat(status(write("198.51.100.9").header("X-Forwarded-For", "203.0.113.5")))
                .isEqualTo(429);
        assertThat(status(write("203.0.113.5, 198.51.100.7"))).isEqualTo(401);
    }

    @Test
    void whoever_has_a_network_of_ipv6_has_one_address() {
        int[] host = {0};
        exhaust(WRITES, () -> write("2001:db8:1:2::" + Integer.toHexString(++host[0])));

        assertThat(status(write("2001:db8:1:2:ffff:ffff:ffff:ffff"))).isEqualTo(429);
        assertThat(status(write("2001:db8:1:3::1"))).isEqualTo(401);
    }

    @Test
    void an_ipv4_address_in_ipv6_is_the_ipv4_address() {
        exhaust(WRITES, () -> write("203.0.113.6"));

        assertThat(status(write("::ffff:203.0.113.6"))).isEqualTo(429);
        assertThat(status(write("::ffff:203.0.113.7"))).isEqualTo(401);
    }

    @Test
    void what_comes_from_this_machine_is_not_counted() {
        for (int i = 0; i < 2 * WRITES + 5; i++) {
            assertThat(status(server.request("/api/activities").POST(BodyPublishers.noBody())))
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ", ,",
                "unknown",
                "1.2.3",
                "1.2.3.4.5",
                "999.1.1.1",
                "1.2.3.4:80",
                "[2001:db8::1]:80",
                "[::1",
                "fe80::1%eth0",
                "::1%",
                "%",
                "::ffff:999.1.1.1",
                "1:2:3:4:5:6:7:8:9",
                "0x7f.1",
                "_hidden, for=1.2.3.4"
            })
    void an_address_that_is_none_does_no_harm(String forwarded) {
        assertThat(status(read(forwarded))).isEqualTo(200);
    }

    /// Asks until it is refused.
    private HttpResponse<String> exhaust(int limit, Supplier<HttpRequest.Builder> requests) {
        for (int i = 0; i < 2 * limit; i++) {
            HttpResponse<String> response = server.send(requests.get());
            if (response.statusCode() == 429) {
                assertThat(i).isGreaterThanOrEqualTo(limit);
                return response;
            }
        }
        throw new AssertionError("Nobody refused it");
    }

    private int status(HttpRequest.Builder request) {
        return server.send(request).statusCode();
    }

    private HttpRequest.Builder read(String forwarded) {
        return server.request("/livez").header("X-Forwarded-For", forwarded);
    }

    private HttpRequest.Builder write(String forwarded) {
        return server.request("/api/activities")
                .header("X-Forwarded-For", forwarded)
                .POST(BodyPublishers.noBody());
    }
}
