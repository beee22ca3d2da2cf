package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Clients that guess passwords, reported by a trusted proxy on this machine. Each test has its own
/// addresses.
@TestInstance(Lifecycle.PER_CLASS)
class AttemptsTest {

    private static final int FREE = 5;

    private final TestServer server = TestServer.on(Cluster.NEWEST.seeded());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void who_guesses_many_at_once_gets_no_more_of_them() throws Exception {
        long start = System.nanoTime();
        try (ExecutorService guessers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> guesses = IntStream.range(0, 40)
                    .mapToObj(_ -> guessers.submit(() -> guess("198.51.100.21")))
                    .toList();
            int tried = 0;
            for (Future<Integer> guess : guesses) {
                tried += guess.get() == 429 ? 0 : 1;
            }
            assertThat(tried).isBetween(1, mostSince(start));
        }
    }

    @Test
    void an_address_of_ipv6_is_slowed_with_its_network() {
        isSlowed(i -> "2001:db8:7:8:" + Integer.toHexString(i) + "::1");
        assertThat(guess("2001:db8:7:9::1")).isEqualTo(401);
    }

    @Test
    void inventing_addresses_before_ones_own_does_not_help() {
        isSlowed(i -> "203.0.113." + i + ", 198.51.100.22");
    }

    /// The guesses that a client may have made since some time: one more after a second, and fewer after that.
    private static int mostSince(long start) {
        return FREE + (int) Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    /// Guesses until it is refused.
    private void isSlowed(IntFunction<String> addresses) {
        long start = System.nanoTime();
        int tried = 0;
        int status = guess(addresses.apply(tried));
        while (status == 401) {
            tried++;
            assertThat(tried).isLessThanOrEqualTo(mostSince(start));
            status = guess(addresses.apply(tried));
        }
        assertThat(status).isEqualTo(429);
        assertThat(tried).isGreaterThanOrEqualTo(FREE);
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
