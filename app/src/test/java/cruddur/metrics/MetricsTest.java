package cruddur.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.Config;
import cruddur.Service;
import cruddur.settings.Settings;
import cruddur.testing.Cluster;
import cruddur.testing.CruddurProcess;
import cruddur.testing.Ports;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The metrics, as Prometheus receives them.
@TestInstance(Lifecycle.PER_CLASS)
class MetricsTest {

    private static final String UUID = "5eed0001-0000-4000-8000-000000000001";

    private final int port = Ports.free();
    private final HttpClient client = HttpClient.newHttpClient();
    private Service service;

    @BeforeAll
    void start() throws Exception {
        service = started(Map.of("METRICS_PORT", Integer.toString(port)));
        while (get(service.port(), "/readyz").statusCode() != 200) {
            CruddurProcess.pause(20);
        }
    }

    @AfterAll
    void stop() {
        service.close();
        client.close();
    }

    private static Service started(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PORT", "0");
        return Service.start(
                Config.from(new Settings(all), Cluster.NEWEST.seeded(), Optional.empty()), Optional.empty(), _ -> {});
    }

    private HttpResponse<String> get(int at, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void requests_are_counted_by_route_and_status_and_never_by_path() throws Exception {
        get(service.port(), "/api/activities/home");
        get(service.port(), "/api/activities/" + UUID);
        get(service.port(), "/nowhere/at/all");

        HttpResponse<String> response = metricsWith(
                counted("200", "/api/activities/home"),
                counted("[0-9]{3}", "/api/activities/\\{uuid}"),
                counted("404", ""));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(response.body()).doesNotContain(UUID, "/nowhere/at/all");
    }

    /// Waits until there are metrics like these, because a request is counted after its answer was sent.
    private HttpResponse<String> metricsWith(String... patterns) throws Exception {
        Instant deadline = Instant.now().plusSeconds(60);
        HttpResponse<String> response = get(port, "/metrics");
        while (!hasAll(response.body(), patterns) && Instant.now().isBefore(deadline)) {
            CruddurProcess.pause(20);
            response = get(port, "/metrics");
        }
        assertThat(patterns).allSatisfy(assertThat(response.body())::containsPattern);
        return response;
    }

    private static boolean hasAll(String metrics, String... patterns) {
        return Stream.of(patterns)
                .allMatch(pattern -> Pattern.compile(pattern).matcher(metrics).find());
    }

    private static String counted(String code, String route) {
        return "(?m)^vertx_http_server_response_time_seconds_count\\{code=\"%s\",method=\"GET\",route=\"%s\".*} [1-9]"
                .formatted(code, route);
    }

    @Test
    void connections_to_the_database_and_memory_are_shown() throws Exception {
        get(service.port(), "/api/activities/home");

        metricsWith(
                "(?m)^vertx_pool_completed_total\\{pool_name=\"reads\",pool_type=\"sql\"} [1-9]",
                "(?m)^jvm_memory_used_bytes\\{");
    }

    @Test
    void what_clients_share_is_shown_with_its_limits() throws Exception {
        get(service.port(), "/livez");

        metricsWith(
                "(?m)^cruddur_budget_used\\{budget=\"connections\"} [1-9]",
                "(?m)^cruddur_budget_capacity\\{budget=\"connections\"} [1-9]",
                "(?m)^cruddur_budget_used\\{budget=\"bytes\"} 0.0",
                "(?m)^cruddur_budget_capacity\\{budget=\"bytes\"} 1.6777216E7",
                "(?m)^cruddur_budget_refused_total\\{budget=\"bytes\"} 0.0",
                "(?m)^cruddur_rate_limited_total 0.0");
    }

    @Test
    void the_public_port_has_no_metrics_and_without_a_port_there_are_none() throws Exception {
        assertThat(get(service.port(), "/metrics").statusCode()).isEqualTo(404);
        try (Service other = started(Map.of())) {
            assertThat(get(other.port(), "/metrics").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9090, 200",
        "localhost, 200",
        "[::1]:9090, 200",
        "metrics.example, 403",
        "localhost.metrics.example, 403",
        "127.0.0.1.metrics.example:9090, 403",
        "10.0.0.1:9090, 403"
    })
    void a_page_whose_name_was_made_to_point_here_gets_nothing(String host, int status) {
        try (RawConnection wire = new RawConnection(URI.create("http://127.0.0.1:" + port))) {
            Answer answer = wire.send("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .answer();
            assertThat(answer.status()).isEqualTo(status);
        }
    }

    @Test
    void a_port_that_is_taken_ends_the_start_with_its_name() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String theirs = Integer.toString(taken.getLocalPort());

            assertThatThrownBy(() -> started(Map.of("METRICS_PORT", theirs)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("METRICS_PORT is " + theirs);
        }
    }
}
