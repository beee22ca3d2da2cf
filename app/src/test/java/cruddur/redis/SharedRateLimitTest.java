package cruddur.redis;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.RedisServer;
import cruddur.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/// A client that spreads its requests over two servers, which count them together through Redis.
@TestInstance(Lifecycle.PER_CLASS)
class SharedRateLimitTest {

    /// The writes of one client that a server admits in ten seconds.
    private static final int BUDGET = 50;

    /// A few exchanges of the servers.
    private static final Duration EXCHANGES = Duration.ofSeconds(1);

    /// A window may end during an attempt, and a busy machine may be late.
    private static final int ATTEMPTS = 10;

    private final RedisServer redis = RedisServer.start();
    private final TestServer one = TestServer.caching(Cluster.NEWEST.empty(), 1, Optional.of(redis.address()));
    private final TestServer other = one.another();
    private int clients;

    @AfterAll
    void stop() {
        one.close();
        other.close();
        redis.close();
    }

    private String newClient() {
        return "203.0.113." + ++clients;
    }

    @Test
    void a_client_that_alternates_between_two_servers_has_about_one_budget() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int admitted = admittedByTurns(newClient());
            if (admitted < 1.5 * BUDGET) {
                assertThat(admitted).isGreaterThanOrEqualTo(BUDGET / 2);
                return;
            }
        }
        throw new AssertionError("It had two budgets, " + ATTEMPTS + " times");
    }

    /// The number of writes that two servers admit in turn, until both refuse.
    private int admittedByTurns(String client) {
        int admitted = 0;
        int refused = 0;
        while (refused < 2) {
            boolean isAdmitted = isAdmitted((admitted + refused) % 2 == 0 ? one : other, client);
            admitted += isAdmitted ? 1 : 0;
            refused = isAdmitted ? 0 : refused + 1;
            CruddurProcess.pause(20);
        }
        return admitted;
    }

    private static boolean isAdmitted(TestServer server, String client) {
        int status = server.send(server.request("/api/activities")
                        .header("X-Forwarded-For", client)
                        .POST(BodyPublishers.noBody()))
                .statusCode();
        assertThat(status).isIn(401, 429);
        return status == 401;
    }

    @Test
    void what_a_client_used_up_at_one_server_it_has_used_up_at_the_other() {
        for (int i = 0; i < ATTEMPTS; i++) {
            String client = newClient();
            exhaust(one, client);
            int admitted = 0;
            while (admitted < BUDGET && isAdmitted(other, client)) {
                admitted++;
                CruddurProcess.pause(EXCHANGES.toMillis() / 10);
            }
            assertThat(isAdmitted(other, newClient())).isTrue();
            if (admitted < BUDGET / 2) {
                return;
            }
        }
        throw new AssertionError("It had two budgets, " + ATTEMPTS + " times");
    }

    /// Returns the number of admitted writes.
    private static int exhaust(TestServer server, String client) {
        int admitted = 0;
        while (isAdmitted(server, client)) {
            admitted++;
        }
        return admitted;
    }

    @Test
    @Timeout(60)
    void without_redis_each_server_counts_alone_and_no_request_waits() {
        for (Runnable[] fault :
                List.of(new Runnable[] {redis::freeze, redis::thaw}, new Runnable[] {redis::kill, redis::startAgain})) {
            fault[0].run();
            try {
                CruddurProcess.pause(EXCHANGES.toMillis());
                String client = newClient();
                long begin = System.nanoTime();
                int admitted = exhaust(one, client) + exhaust(other, client);
                long each = (System.nanoTime() - begin) / (admitted + 2);

                assertThat(admitted).isGreaterThanOrEqualTo(2 * BUDGET);
                assertThat(Duration.ofNanos(each)).isLessThan(Duration.ofMillis(100));
                while (one.metric("cruddur_rate_shared_failures_total") == 0) {
                    CruddurProcess.pause(20);
                }
            } finally {
                fault[1].run();
            }
        }
    }
}
