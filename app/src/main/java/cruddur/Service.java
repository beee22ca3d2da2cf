package cruddur;

import static cruddur.http.Route.get;

import cruddur.database.Refusal;
import cruddur.http.Limits;
import cruddur.http.OutOfMemory;
import cruddur.http.Route;
import cruddur.http.Routes;
import cruddur.http.Server;
import cruddur.localcognito.LocalPool;
import cruddur.metrics.Metrics;
import cruddur.pages.Html;
import cruddur.redis.SharedCounts;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The running server: each event loop has its own set of all parts and its own connections, so no
/// request crosses threads.
public final class Service implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Service.class.getName());

    /// More loops would only add connections: PostgreSQL does the work.
    private static final int MAXIMUM_LOOPS = 4;

    /// How long an address is cached for a name. After a failover, the database's name has another
    /// address.
    static final int LONGEST_NAME_SECONDS = 5;

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final int port;
    private final List<Route> routes;
    private final SharedParts shared;

    private Service(Vertx vertx, EventLoop first, SharedParts shared) {
        this.vertx = vertx;
        this.port = first.port();
        this.routes = first.routes();
        this.shared = shared;
    }

    /// Starts, and returns when the port is open. The database may be down.
    ///
    /// @param localPool the built-in pool below the same address, if there is one
    /// @param admission receives the environment mark, as [cruddur.health.Health#mark] returns it, before the
    ///   port is open; an exception ends the start. The mark is empty if it cannot be read, because a
    ///   server may start before its database, and without a password for it.
    /// @throws IOException if the port is taken
    public static Service start(Config config, Optional<LocalPool> localPool, Consumer<Optional<String>> admission)
            throws IOException {
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAXIMUM_LOOPS);
        Optional<Metrics> metrics = config.listener().metricsPort().map(_ -> new Metrics());
        Vertx vertx = vertx(loops, metrics).exceptionHandler(Service::uncaught);
        SharedParts shared = SharedParts.of(config, loops, localPool, vertx);
        metrics.ifPresent(counted -> shared.measured().forEach(counted::add));
        List<EventLoop> started = new ArrayList<>();
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    EventLoop loop = new EventLoop(shared, admission);
                    started.add(loop);
                    return loop;
                },
                new DeploymentOptions().setInstances(loops));
        try {
            deployed.await();
            metrics.ifPresent(counted -> publish(counted, vertx, shared));
        } catch (RuntimeException e) {
            vertx.close().await();
            throw e;
        } catch (Exception e) {
            vertx.close().await();
            throw new IOException(e.getMessage(), e);
        }
        return new Service(vertx, started.getFirst(), shared);
    }

    /// Vert.x's file resolver is off, because it would leave a folder in /tmp for every server that is
    /// killed.
    private static Vertx vertx(int loops, Optional<Metrics> metrics) {
        FileSystemOptions noFiles = new FileSystemOptions().setClassPathResolvingEnabled(false);
        VertxOptions options = new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(loops)
                .setAddressResolverOptions(new AddressResolverOptions().setCacheMaxTimeToLive(LONGEST_NAME_SECONDS))
                .setFileSystemOptions(noFiles);
        return metrics.map(counted -> Vertx.builder()
                        .with(options.setMetricsOptions(Metrics.options()))
                        .withMetrics(counted.factory())
                        .build())
                .orElseGet(() -> Vertx.vertx(options));
    }

    /// Logs a failure that no caller receives.
    private static void uncaught(Throwable failure) {
        OutOfMemory.exitIf(failure);
        LOG.log(System.Logger.Level.ERROR, "Unhandled exception", failure);
    }

    /// The server of the metrics has its own limits, so it answers during a flood.
    private static void publish(Metrics metrics, Vertx vertx, SharedParts shared) {
        metrics.watch(shared.shares());
        Config config = shared.config();
        Server server = new Server(
                vertx,
                new Routes(List.of(get("/metrics", metrics::show))),
                config.origins(),
                config.limits().shares(1),
                Refusal::of,
                Html::sorry,
                Limits.DEFAULT);
        int port = config.listener().metricsPort().orElseThrow();
        try {
            server.listen(config.listener().host(), port).await();
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "METRICS_PORT is " + port + ", where nothing can listen: " + e.getMessage(), e);
        }
    }

    public int port() {
        return port;
    }

    /// All routes of the server.
    public List<Route> routes() {
        return routes;
    }

    /// Reports that it is not ready, and goes on for the shutdown delay, in which load balancers notice. Then
    /// accepts no more requests, waits up to two seconds for those in progress, and closes the
    /// connections. It does not wait for other statements, such as the purge's, which PostgreSQL
    /// completes or rolls back. Takes at most three seconds after the delay.
    @Override
    public void close() {
        shared.shares().drain().begin();
        awaitLoadBalancers();
        shared.counts().ifPresent(SharedCounts::stop);
        try {
            vertx.close().await(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // No caller waits for it any more.
        }
    }

    private void awaitLoadBalancers() {
        try {
            Thread.sleep(shared.config().shutdownDelay());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
