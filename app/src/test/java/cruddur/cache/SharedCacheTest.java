package cruddur.cache;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import cruddur.testing.RedisServer;
import cruddur.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two servers that share answers through Redis.
@TestInstance(Lifecycle.PER_CLASS)
class SharedCacheTest {

    private static final String HOME = "/api/activities/home";

    /// Longer than the pause after a failure.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private static final int ADDRESSES = 5;

    private int asked;

    private final RedisServer redis = RedisServer.start();
    private final ConnectionUrl database = Cluster.NEWEST.seeded();
    private TestServer one = TestServer.caching(database, 1, Optional.of(redis.address()));
    private TestServer other = one.another();

    /// A server that has found Redis away pauses.
    @BeforeEach
    void startAnew() {
        one.close();
        other.close();
        one = TestServer.caching(database, 1, Optional.of(redis.address()));
        other = one.another();
    }

    @AfterAll
    void stop() {
        one.close();
        other.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {HOME, "/", "/feed.atom", "/@ada"})
    void a_server_gets_what_another_one_read_a_moment_ago(String path) {
        Answer first;
        Answer second;
        double before = hits();
        long start = System.nanoTime();
        do {
            first = ask(one, path);
            second = ask(other, path);
        } while (hits() == before && System.nanoTime() - start < PATIENCE.toNanos());

        assertThat(hits()).isGreaterThan(before);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("age")).contains("1");
        for (String header : List.of("content-type", "link", "etag", "cache-control", "vary", "content-length")) {
            assertThat(second.header(header)).as(header).isEqualTo(first.header(header));
        }
    }

    private double hits() {
        return other.metric("cruddur_cache_shared_hits_total");
    }

    /// Both servers are called by one name, as behind a load balancer.
    private static Answer ask(TestServer server, String path) {
        return RawConnection.exchange(server, "GET " + path + " HTTP/1.1\r\nHost: cruddur.example\r\n\r\n");
    }

    @Test
    void without_redis_answers_come_from_the_database() {
        redis.kill();
        try {
            assertServed();
            assertThat(one.metric("cruddur_cache_shared_failures_total")).isBetween(1.0, ADDRESSES - 1.0);
        } finally {
            redis.startAgain();
        }
    }

    @Test
    void with_a_frozen_redis_answers_come_from_the_database() {
        assertServed();
        redis.freeze();
        try {
            assertServed();
            assertThat(one.metric("cruddur_cache_shared_failures_total")).isGreaterThanOrEqualTo(1);
        } finally {
            redis.thaw();
        }
    }

    /// Addresses that the server has not in memory.
    private void assertServed() {
        for (int i = 0; i < ADDRESSES; i++) {
            assertThat(one.get(HOME + "?limit=" + ++asked).statusCode()).isEqualTo(200);
        }
    }

    /// What was stored before would live longer.
    @Test
    void if_the_clock_of_redis_is_set_back_nothing_is_older_than_a_second() {
        for (int i = 1; i <= 3; i++) {
            ask(one, HOME);
            redis.setClockBack(Duration.ofSeconds(10));
            String uuid = Json.uuid(one.postWith(one.seedToken("ada"), "news " + i));
            CruddurProcess.pause(LONGEST.toMillis());
            assertThat(ask(other, HOME).body()).contains(uuid);
        }
    }

    @Test
    void a_redis_that_is_back_is_used_again() {
        redis.kill();
        assertServed();
        redis.startAgain();

        a_server_gets_what_another_one_read_a_moment_ago(HOME);
    }
}
