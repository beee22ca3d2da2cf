package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.RawConnection;
import cruddur.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that send too many requests, reported by a trusted proxy on this machine. Each test has its
/// own addresses. A window of ten seconds may end during a test, so it sends up to twice as many requests as a window
/// allows.
@TestInstance(Lifecycle.PER_CLASS)
class RateLimitTest {

    private static final int WRITES = 50;
    private static final int READS = 500;
    private static final int ATTEMPTS = 5;

    /// A refused request.
    ///
    /// @param until the window ends no earlier, by `System.nanoTime`
    private record Refused(HttpResponse<String> answer, long until) {}

    private final TestServer server = TestServer.on(Cluster.NEWEST.empty());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void too_many_writes_are_429_until_the_window_ends() {
        HttpResponse<String> last = exhaust(() -> write("203.0.113.1")).answer;

        assertThat(last.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(retryAfter(last)).isBetween(1, 11);
        assertThat(status(read("203.0.113.1"))).isEqualTo(200);
        assertThat(status(write("203.0.113.2"))).isEqualTo(401);
    }

    @Test
    void so_are_too_many_reads() {
        String read = "GET /livez HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.3\r\n\r\n";
        try (RawConnection wire = RawConnection.to(server)) {
            // All at once: one after another, a busy machine may send too few in ten seconds.
            wire.send(read.repeat(2 * READS + 1));
            int admitted = 0;
            while (wire.answer().status() == 200) {
                admitted++;
            }
            assertThat(admitted).isBetween(READS, 2 * READS);
        }
        assertThat(status(read("203.0.113.4"))).isEqualTo(200);
        assertThat(status(write("203.0.113.3"))).isEqualTo(401);
    }

    @Test
    void invented_addresses_do_not_hide_the_clients_own() {
        afterTooMany(() -> write("203.0.113.5"), () -> {
            assertThat(status(write("198.51.100.7, 203.0.113.5"))).isEqualTo(429);
            assertThat(status(write("127.0.0.1, 203.0.113.5"))).isEqualTo(429);
            assertThat(status(write("198.51.100.8, 203.0.113.5, 127.0.0.1"))).isEqualTo(429);
            assertThat(status(write("nonsense, 203.0.113.5"))).isEqualTo(429);
            assertThat(status(write("198.51.100.9").header("X-Forwarded-For", "203.0.113.5")))
                    .isEqualTo(429);
        });
        assertThat(status(write("203.0.113.5, 198.51.100.7"))).isEqualTo(401);
    }

    @Test
    void a_network_of_ipv6_counts_as_one_client() {
        int[] host = {0};
        afterTooMany(
                () -> write("2001:db8:1:2::" + Integer.toHexString(++host[0])),
                () -> assertThat(status(write("2001:db8:1:2:ffff:ffff:ffff:ffff")))
                        .isEqualTo(429));
        assertThat(status(write("2001:db8:1:3::1"))).isEqualTo(401);
    }

    @Test
    void an_ipv4_address_in_ipv6_is_the_ipv4_address() {
        afterTooMany(
                () -> write("203.0.113.6"),
                () -> assertThat(status(write("::ffff:203.0.113.6"))).isEqualTo(429));
        assertThat(status(write("::ffff:203.0.113.7"))).isEqualTo(401);
    }

    /// Azure's gateways always write the port, and Amazon's load balancers can be configured to.
    @Test
    void a_port_makes_no_other_client() {
        int[] port = {50_000};
        afterTooMany(() -> write("203.0.113.8:" + ++port[0]), () -> {
            assertThat(status(write("203.0.113.8"))).isEqualTo(429);
            assertThat(status(write("203.0.113.8:443"))).isEqualTo(429);
        });
        assertThat(status(write("203.0.113.9:443"))).isEqualTo(401);

        afterTooMany(() -> write("[2001:db8:1:4::1]:" + ++port[0]), () -> {
            assertThat(status(write("[2001:db8:1:4::2]:443"))).isEqualTo(429);
            assertThat(status(write("[2001:db8:1:4::3]"))).isEqualTo(429);
            assertThat(status(write("2001:db8:1:4::4"))).isEqualTo(429);
        });
        assertThat(status(write("[2001:db8:1:5::1]:443"))).isEqualTo(401);
    }

    @Test
    void a_proxy_may_write_forwarded_instead() {
        afterTooMany(() -> forwarded("for=203.0.113.10;proto=https;by=10.0.0.1"), () -> {
            assertThat(status(forwarded("for=198.51.100.1, For=\"203.0.113.10:4711\"")))
                    .isEqualTo(429);
            assertThat(status(forwarded("for=\"[2001:db8:1:6::1]:4711\",for=\"203.0.113.10:_http\";proto=http")))
                    .isEqualTo(429);
            assertThat(status(forwarded("for=203.0.113.10, for=127.0.0.1"))).isEqualTo(429);
        });
        assertThat(status(forwarded("for=203.0.113.11"))).isEqualTo(401);

        afterTooMany(
                () -> forwarded("proto=https; for=\"[2001:db8:1:6::1]:4711\""),
                () -> assertThat(status(forwarded("for=\"[2001:db8:1:6::2]\""))).isEqualTo(429));
        assertThat(status(forwarded("for=\"[2001:db8:1:7::2]\""))).isEqualTo(401);
    }

    /// A client may send the header that its proxy does not write.
    @Test
    void all_clients_that_cannot_be_distinguished_are_one() {
        List<HttpRequest.Builder> hostile = new ArrayList<>();
        Stream.of(
                        "unknown",
                        "_hidden",
                        "203.0.113.12:port",
                        "203.0.113.12:",
                        "203.0.113.12:123456",
                        "[2001:db8::1",
                        "203.0.113.12 x",
                        "1.2.3",
                        "",
                        "%",
                        "for=203.0.113.12")
                .map(this::write)
                .forEach(hostile::add);
        Stream.of(
                        "for=unknown",
                        "for=_hidden",
                        "for=\"_hidden:_port\"",
                        "proto=https",
                        "for=\"",
                        "for=\"x, for=203.0.113.13",
                        "for=\"203.0.113.13\"x",
                        "for==203.0.113.13",
                        "for=\"\\",
                        "=",
                        ";",
                        ",")
                .map(this::forwarded)
                .forEach(hostile::add);
        hostile.add(write("203.0.113.14").header("Forwarded", "for=198.51.100.2"));
        hostile.add(write("203.0.113.15").header("Forwarded", "for=198.51.100.3"));
        int[] next = {0};

        exhaust(() -> hostile.get(next[0]++ % hostile.size()));
    }

    @Test
    void the_address_of_this_machine_is_counted_if_a_proxy_passes_it_on() {
        exhaust(() -> write("127.0.0.1"));
    }

    @Test
    void two_headers_may_agree() {
        assertThat(status(write("203.0.113.15").header("Forwarded", "for=\"203.0.113.15:80\"")))
                .isEqualTo(401);
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

    private HttpRequest.Builder forwarded(String forwarded) {
        return server.request("/api/activities").header("Forwarded", forwarded).POST(BodyPublishers.noBody());
    }

    /// Sends writes until one is refused.
    private Refused exhaust(Supplier<HttpRequest.Builder> writes) {
        for (int i = 0; i <= 2 * WRITES; i++) {
            long sent = System.nanoTime();
            HttpResponse<String> answer = server.send(writes.get());
            if (answer.statusCode() == 429) {
                assertThat(i).isGreaterThanOrEqualTo(WRITES);
                return new Refused(answer, sent + TimeUnit.SECONDS.toNanos(retryAfter(answer) - 1));
            }
        }
        throw new AssertionError("No request was refused");
    }

    /// In seconds, rounded up.
    private static int retryAfter(HttpResponse<?> answer) {
        return Integer.parseInt(answer.headers().firstValue("retry-after").orElseThrow());
    }

    /// Checks what else is refused in the window in which a write was refused. If that has ended meanwhile, does both
    /// again.
    private void afterTooMany(Supplier<HttpRequest.Builder> writes, Runnable checks) {
        for (int i = 1; i <= ATTEMPTS; i++) {
            Refused refused = exhaust(writes);
            try {
                checks.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() < refused.until || i == ATTEMPTS) {
                    throw e;
                }
                // The checks have used some of the next window, but nothing of the one after it.
                CruddurProcess.pause(RateLimit.WINDOW.toMillis());
            }
        }
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
