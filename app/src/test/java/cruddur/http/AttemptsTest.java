package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Clients that guess passwords, reported by a trusted proxy on this machine. Each test has its own
/// addresses.
@TestInstance(Lifecycle.PER_CLASS)
class AttemptsTest {

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void who_guesses_many_at_once_gets_no_more_of_them() throws Exception {
        try (ExecutorService guessers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> guesses = IntStream.range(0, 40)
                    .mapToObj(_ -> guessers.submit(() -> guess("198.51.100.21")))
                    .toList();
            int tried = 0;
            for (Future<Integer> guess : guesses) {
                tried += guess.get() == 429 ? 0 : 1;
            }
            assertThat(tried).isBetween(1, 5);
        }
    }

    @Test
    void an_address_of_ipv6_is_slowed_with_its_network() {
        for (int i = 1; i <= 5; i++) {
            assertThat(guess("2001:db8:7:8::" + i)).isEqualTo(401);
        }
        assertThat(guess("2001:db8:7:8:ffff::1")).isEqualTo(429);
        assertThat(guess("2001:db8:7:9::1")).isEqualTo(401);
    }

    @Test
    void inventing_addresses_before_ones_own_does_not_help() {
        for (int i = 1; i <= 5; i++) {
            assertThat(guess("203.0.113." + i + ", 198.51.100.22")).isEqualTo(401);
        }
        assertThat(guess("203.0.113.9, 198.51.100.22")).isEqualTo(429);
    }

    private int guess(String address) {
        return server.send(server.request("/api/auth/sign-in")
                        .header("X-Forwarded-For", address)
                        .POST(BodyPublishers.ofString(Json.object(
                                "email", "ada@example.com",
                                "password", "Wrong-1234"))))
                .statusCode();
    }
}
