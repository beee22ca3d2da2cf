package cruddur.database;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.sql.ConnectionUrl;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Hurried;
import cruddur.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server all of whose connections for reads are occupied, because another session has locked a table.
class SheddingTest {

    private static final String HOME = "/api/activities/home";

    /// More than the server can send to PostgreSQL at once.
    private static final int CROWD = 250;

    /// How long statements wait for the lock.
    private static final Duration STATEMENT = Duration.ofSeconds(3);

    private final ConnectionUrl database = Cluster.NEWEST.seeded();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestServer server = server();

    private TestServer server() {
        return TestServer.caching(database, 0);
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    /// Each attempt has a new server.
    private void attempt(Hurried.Test test) throws Exception {
        Hurried.within(STATEMENT, () -> {
            server.close();
            server = server();
            assertThat(server.send(server.requestBySeed("ada", HOME)).statusCode())
                    .isEqualTo(200);
            test.run();
        });
    }

    @Test
    void strangers_are_refused_first_and_people_and_health_checks_served() throws Exception {
        attempt(this::strangersAreRefused);
    }

    private void strangersAreRefused() throws SQLException {
        CompletableFuture<HttpResponse<String>> ada;
        CompletableFuture<HttpResponse<String>> ready;
        try (Connection locked = lock()) {
            crowd();
            ada = send(server.requestBySeed("ada", HOME));
            HttpResponse<String> refused = firstRefusal(() -> server.request(HOME));
            assertThat(refused.headers().firstValue("Retry-After")).contains("2");
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            ready = send(server.request("/readyz"));
            locked.rollback();
        }

        assertThat(ada.join().statusCode()).isEqualTo(200);
        assertThat(ready.join().statusCode()).isEqualTo(200);
        assertThat(server.metric("cruddur_shed_total{caller=\"stranger\"}")).isPositive();
        assertThat(server.metric("cruddur_shed_total{caller=\"person\"}")).isZero();
        assertThat(server.get(HOME).statusCode()).isEqualTo(200);
    }

    @Test
    void people_are_refused_at_last_and_health_checks_never() throws Exception {
        attempt(this::peopleAreRefused);
    }

    private void peopleAreRefused() throws SQLException {
        CompletableFuture<HttpResponse<String>> ready;
        try (Connection locked = lock()) {
            crowd();
            firstRefusal(() -> server.requestBySeed("ada", HOME));
            ready = send(server.request("/readyz"));
            locked.rollback();
        }

        assertThat(ready.join().statusCode()).isEqualTo(200);
        assertThat(server.send(server.requestBySeed("ada", HOME)).statusCode()).isEqualTo(200);
    }

    private Connection lock() throws SQLException {
        Connection connection = server.sql().connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table activities in access exclusive mode");
        }
        return connection;
    }

    /// Of strangers, who wait.
    private void crowd() {
        for (int i = 0; i < CROWD; i++) {
            CompletableFuture<?> _ = send(server.request(HOME));
        }
    }

    /// Requests that are not refused wait for the lock.
    private HttpResponse<String> firstRefusal(Supplier<HttpRequest.Builder> request) {
        List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
        while (true) {
            sent.add(send(request.get()));
            CruddurProcess.pause(50);
            for (CompletableFuture<HttpResponse<String>> each : sent) {
                if (each.isDone() && each.join().statusCode() == 503) {
                    return each.join();
                }
            }
        }
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }
}
