package cruddur.metrics;

import cruddur.http.Budget;
import cruddur.http.Clients;
import cruddur.http.RateLimit;
import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.http.Shares;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
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

/// Metrics of requests and their duration, connections, waits for the database, memory and threads.
public final class Metrics {

    /// The text format of Prometheus.
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Reply FOREIGN_NAME = new Reply.Problem(
            403, "The Host header must name this machine: localhost or a loopback address, with a port or without.");

    private static final Map<String, String> NOT_KEPT = Map.of("Cache-Control", "no-store");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// The pools of all event loops count together, by name. Micrometer logs a warning for the second
    /// pool of a name; while this logger is referenced, it does not.
    private final Logger warnings = Logger.getLogger(MeterRegistry.class.getName());

    public Metrics() {
        warnings.setLevel(Level.SEVERE);
    }

    /// Makes Vert.x count here.
    public VertxMetricsFactory factory() {
        return new MicrometerMetricsFactory(registry);
    }

    /// The metrics that are counted. Paths are not labels: there are as many as activities.
    public static MetricsOptions options() {
        return new MicrometerMetricsOptions()
                .setEnabled(true)
                .setJvmMetricsEnabled(true)
                .setLabels(Set.of(
                        Label.HTTP_METHOD,
                        Label.HTTP_ROUTE,
                        Label.HTTP_CODE,
                        Label.POOL_TYPE,
                        Label.POOL_NAME,
                        Label.NAMESPACE));
    }

    /// Adds how much of its shares a server has given away, and how often it refused.
    public void watch(Shares shares) {
        watch("connections", shares.connections());
        watch("streams", shares.streams());
        watch("bytes", shares.bytes());
        FunctionCounter.builder("cruddur.rate.limited", shares.rateLimit(), RateLimit::refused)
                .description("Requests that were answered 429 because their client asks for too much")
                .register(registry);
    }

    private void watch(String what, Budget budget) {
        Gauge.builder("cruddur.budget.used", budget, Budget::used)
                .tag("budget", what)
                .register(registry);
        Gauge.builder("cruddur.budget.capacity", budget, Budget::capacity)
                .tag("budget", what)
                .register(registry);
        FunctionCounter.builder("cruddur.budget.refused", budget, Budget::refused)
                .tag("budget", what)
                .register(registry);
    }

    /// Adds the metrics of a part of the server.
    public void add(MeterBinder part) {
        part.bindTo(registry);
    }

    /// All metrics. Refuses a page whose own name resolves to this machine.
    public Future<Reply> show(Request request) {
        if (Clients.isForeignToLoopback(request.http())) {
            return Future.succeededFuture(FOREIGN_NAME);
        }
        return Future.succeededFuture(new Reply.Document(TYPE, Buffer.buffer(registry.scrape()), NOT_KEPT));
    }
}
