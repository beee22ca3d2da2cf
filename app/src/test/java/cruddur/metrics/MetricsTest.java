package cruddur.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.Config;
import cruddur.Service;
import cruddur.testing.Cluster;
import cruddur.testing.Installation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What Prometheus gets.
@TestInstance(Lifecycle.PER_CLASS)
class MetricsTest {

    private static final String UUID = "5eed0001-0000-4000-8000-000000000001";

    private final int port = Installation.freePort();
    private final HttpClient client = HttpClient.newHttpClient();
    private Service service;

    @BeforeAll
    void start() throws IOException {
        service = started(Map.of("METRICS_PORT", Integer.toString(port)));
    }

    @AfterAll
    void stop() {
        service.close();
        client.close();
    }

    private static Service started(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PORT", "0");
        return Service.start(Config.from(all, Cluster.NEWEST.seeded()), Optional.empty(), _ -> {});
    }

    private HttpResponse<String> get(int at, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path)).build(),
                BodyHandlers.ofString());
    }

    @Test
    void requests_are_counted_by_route_and_status_and_never_by_path() throws Exception {
        get(service.port(), "/api/activities/home");
        get(service.port(), "/api/activities/" + UUID);
        get(service.port(), "/nowhere/at/all");

        HttpResponse<String> response = get(port, "/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/plain; version=0.0.4");
        assertThat(response.body())
                .containsPattern(counted("200", "/api/activities/home"))
                .containsPattern(counted("[0-9]{3}", "/api/activities/\\{uuid}"))
                .containsPattern(counted("404", ""))
                .doesNotContain(UUID, "/nowhere/at/all");
    }

    private static String counted(String code, String route) {
        return "(?m)^vertx_http_server_response_time_seconds_count\\{code=\"%s\",method=\"GET\",route=\"%s\".*} [1-9]"
                .formatted(code, route);
    }

    @Test
    void connections_to_the_database_and_memory_are_shown() throws Exception {
        get(service.port(), "/api/activities/home");

        assertThat(get(port, "/metrics").body())
                .containsPattern(
                        "(?m)^vertx_pool_completed_total\\{pool_name=\"reads\",pool_type=\"sql\"} [1-9]")
                .containsPattern("(?m)^jvm_memory_used_bytes\\{");
    }

    @Test
    void the_public_port_tells_nothing_and_without_a_port_nobody_does() throws Exception {
        assertThat(get(service.port(), "/metrics").statusCode()).isEqualTo(404);
        try (Service other = started(Map.of())) {
            assertThat(get(other.port(), "/metrics").statusCode()).isEqualTo(404);
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
