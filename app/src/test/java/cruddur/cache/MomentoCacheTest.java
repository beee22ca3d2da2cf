package cruddur.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.CacheConfig;
import cruddur.settings.Settings;
import cruddur.testing.Cluster;
import cruddur.testing.MomentoEndpoint;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import cruddur.testing.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two servers that share answers through Momento.
class MomentoCacheTest {

    private static final String HOME = "/api/activities/home";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ADDRESSES = 5;

    private final MomentoEndpoint momento = MomentoEndpoint.start();
    private final TestServer one = server(momento, MomentoEndpoint.CACHE, MomentoEndpoint.API_KEY);
    private final TestServer other = one.another();
    private int asked;

    private static TestServer server(MomentoEndpoint momento, String cache, String key) {
        return TestServer.caching(Cluster.NEWEST.seeded(), 1, Optional.of(address(momento, cache, key)));
    }

    private static URI address(MomentoEndpoint momento, String cache, String key) {
        return config(Map.of(
                        "CACHE_URL",
                        "momento://" + cache,
                        "MOMENTO_API_KEY",
                        key,
                        "MOMENTO_ENDPOINT",
                        momento.endpoint().toString()))
                .shared()
                .orElseThrow();
    }

    private static CacheConfig config(Map<String, String> settings) {
        return CacheConfig.from(new Settings(settings));
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        momento.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {HOME, "/", "/feed.atom", "/@ada"})
    void a_server_gets_what_another_one_read_a_moment_ago(String path) {
        Answer first;
        Answer second;
        long start = System.nanoTime();
        do {
            // Any answer of the database tells the time.
            other.get(HOME + "?limit=" + ++asked % 100);
            first = ask(one, path);
            second = ask(other, path);
        } while (hits() == 0 && System.nanoTime() - start < PATIENCE.toNanos());

        assertThat(hits()).isPositive();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("age")).contains("1");
    }

    private double hits() {
        return other.metric("cruddur_cache_shared_hits_total");
    }

    private static Answer ask(TestServer server, String path) {
        return RawConnection.exchange(server, "GET " + path + " HTTP/1.1\r\nHost: cruddur.example\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 429, 500})
    void refusals_cost_no_answer_and_open_the_breaker(int status) {
        momento.refuseWith(status);
        // 404 alone says that there is no such value.
        assertServed(one);
        assertThat(failures(one)).isBetween(status == 404 ? 0.0 : 1.0, ADDRESSES - 1.0);
    }

    @Test
    void a_slow_momento_is_left_out() {
        momento.delay(Duration.ofMillis(500));
        assertServed(one);
        assertThat(failures(one)).isBetween(1.0, ADDRESSES - 1.0);
    }

    @Test
    void a_wrong_key_or_a_missing_cache_is_left_out() {
        for (TestServer server : new TestServer[] {
            server(momento, MomentoEndpoint.CACHE, "another"), server(momento, "missing", MomentoEndpoint.API_KEY)
        }) {
            try (server) {
                assertServed(server);
                assertThat(failures(server)).isBetween(1.0, ADDRESSES - 1.0);
            }
        }
    }

    @Test
    void without_momento_answers_come_from_the_database() {
        momento.close();
        assertServed(one);
        assertThat(failures(one)).isBetween(1.0, ADDRESSES - 1.0);
    }

    private static double failures(TestServer server) {
        return server.metric("cruddur_cache_shared_failures_total");
    }

    /// Addresses that the server has not in memory.
    private void assertServed(TestServer server) {
        for (int i = 0; i < ADDRESSES; i++) {
            assertThat(server.get(HOME + "?limit=" + ++asked).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MOMENTO_API_KEY", "MOMENTO_ENDPOINT"})
    void a_setting_that_is_missing_is_named(String missing) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "CACHE_URL", "momento://cruddur",
                "MOMENTO_API_KEY", "secret",
                "MOMENTO_ENDPOINT", "https://api.example"));
        settings.remove(missing);

        assertThatThrownBy(() -> config(settings)).hasMessageContaining("Set " + missing);
    }
}
