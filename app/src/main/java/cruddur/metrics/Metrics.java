package cruddur.metrics;

import cruddur.http.Reply;
import cruddur.http.Request;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Requests and how long they took, connections, what waits for the database, memory and threads.
public final class Metrics {

    /// The text format of Prometheus.
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// The pools of all event loops count together, by their names. Micrometer warns of the second
    /// pool of a name, and is kept from it for as long as this is here.
    private final Logger warnings = Logger.getLogger(MeterRegistry.class.getName());

    public Metrics() {
        warnings.setLevel(Level.SEVERE);
    }

    /// What has a Vert.x count here.
    public VertxMetricsFactory factory() {
        return new MicrometerMetricsFactory(registry);
    }

    /// What it counts. Paths are no label: there are as many as there are activities.
    public static MetricsOptions options() {
        return new MicrometerMetricsOptions()
                .setEnabled(true)
                .setJvmMetricsEnabled(true)
                .setLabels(
                        Set.of(
                                Label.HTTP_METHOD,
                                Label.HTTP_ROUTE,
                                Label.HTTP_CODE,
                                Label.POOL_TYPE,
                                Label.POOL_NAME,
                                Label.NAMESPACE));
    }

    /// All that was counted since the start.
    public Future<Reply> show(Request request) {
        return Future.succeededFuture(
                new Reply.Document(TYPE, Buffer.buffer(registry.scrape()), NOT_KEPT));
    }
}
