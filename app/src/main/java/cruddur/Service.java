package cruddur;

import static cruddur.http.Route.get;

import cruddur.accounts.Refusals;
import cruddur.cache.AnonymousCache;
import cruddur.cache.SharedCache;
import cruddur.database.Database;
import cruddur.database.Refusal;
import cruddur.database.ReplicaStatus;
import cruddur.database.Shedding;
import cruddur.expiry.Purge;
import cruddur.growth.Growth;
import cruddur.growth.Ledger;
import cruddur.growth.Tally;
import cruddur.health.Health;
import cruddur.http.Attempts;
import cruddur.http.Drain;
import cruddur.http.Limits;
import cruddur.http.OutOfMemory;
import cruddur.http.RateLimit;
import cruddur.http.Route;
import cruddur.http.Routes;
import cruddur.http.Server;
import cruddur.http.Shares;
import cruddur.identity.Tokens;
import cruddur.live.Broadcast;
import cruddur.live.Subscribers;
import cruddur.localcognito.LocalPool;
import cruddur.metrics.Metrics;
import cruddur.pages.Html;
import cruddur.redis.RedisAddress;
import cruddur.redis.SharedCounts;
import cruddur.sql.ConnectionUrl;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The running server: each event loop has its own set of all parts and its own connections, so no
/// request crosses threads.
public final class Service implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Service.class.getName());

    /// More loops would only add connections: PostgreSQL does the work.
    private static final int MAXIMUM_LOOPS = 4;

    /// How long an address is cached for a name. After a failover, the database's name has another
    /// address.
    static final int LONGEST_NAME_SECONDS = 5;

    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final int port;
    private final List<Route> routes;
    private final Drain drain;
    private final Duration shutdownDelay;
    private final Optional<SharedCounts> sharedCounts;

    private Service(Vertx vertx, Loop first, Drain drain, Duration shutdownDelay, Optional<SharedCounts> sharedCounts) {
        this.vertx = vertx;
        this.port = first.port;
        this.routes = first.routes;
        this.drain = drain;
        this.shutdownDelay = shutdownDelay;
        this.sharedCounts = sharedCounts;
    }

    /// Starts, and returns when the port is open. The database may be down.
    ///
    /// @param localPool the built-in pool below the same address, if there is one
    /// @param admission receives the environment mark, as [Health#mark] returns it, before the port is
    ///   open; an exception ends the start. The mark is empty if it cannot be read, because a server may
    ///   start before its database, and without a password for it.
    /// @throws IOException if the port is taken
    public static Service start(Config config, Optional<LocalPool> localPool, Consumer<Optional<String>> admission)
            throws IOException {
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAXIMUM_LOOPS);
        Optional<Metrics> metrics = config.metricsPort().map(_ -> new Metrics());
        metrics.ifPresent(counted -> localPool.map(LocalPool::counts).ifPresent(counted::add));
        Broadcast broadcast = new Broadcast();
        metrics.ifPresent(counted -> counted.add(broadcast));
        Vertx vertx = vertx(loops, metrics).exceptionHandler(Service::uncaught);
        AnonymousCache cache = cache(config, vertx);
        metrics.ifPresent(counted -> counted.add(cache));
        Optional<ReplicaStatus> replica = config.replica().map(login -> new ReplicaStatus(vertx, login));
        metrics.ifPresent(counted -> replica.ifPresent(counted::add));
        Shedding shedding = new Shedding();
        metrics.ifPresent(counted -> counted.add(shedding));
        Optional<Tokens> tokens = config.pool().map(Tokens::new);
        Shares shares = shares(config, loops);
        Optional<SharedCounts> counts = shareCounts(config, vertx, shares.rateLimit());
        metrics.ifPresent(counted -> counts.ifPresent(counted::add));
        Attempts attempts = new Attempts(config.clients());
        Tally tally = new Tally(InstantSource.system());
        Ledger ledger = new Ledger(tally);
        List<Loop> started = new ArrayList<>();
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    Loop loop = new Loop(
                            config, loops, tokens, localPool, admission, shares, attempts, broadcast, tally, ledger,
                            cache, replica, shedding);
                    started.add(loop);
                    return loop;
                },
                new DeploymentOptions().setInstances(loops));
        try {
            deployed.await();
            metrics.ifPresent(counted -> publish(counted, vertx, config, shares));
        } catch (RuntimeException e) {
            vertx.close().await();
            throw e;
        } catch (Exception e) {
            vertx.close().await();
            throw new IOException(e.getMessage(), e);
        }
        return new Service(vertx, started.getFirst(), shares.drain(), config.shutdownDelay(), counts);
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

    private static AnonymousCache cache(Config config, Vertx vertx) {
        return new AnonymousCache(
                config.cacheMebibytes() * 1024L * 1024L,
                config.sharedCache().map(address -> SharedCache.at(address, vertx, database(config))));
    }

    /// What servers of one database have in common.
    private static String database(Config config) {
        ConnectionUrl database = config.database().address();
        return database.host() + ":" + database.port() + "/" + database.database();
    }

    /// Momento would be too slow for it, and limits its operations.
    private static Optional<SharedCounts> shareCounts(Config config, Vertx vertx, RateLimit limit) {
        return config.sharedCache()
                .filter(RedisAddress::isRedis)
                .map(address -> SharedCounts.start(vertx, address, database(config), limit));
    }

    private static Shares shares(Config config, int loops) {
        RateLimit rateLimit = new RateLimit(config.clients(), config.readsPerSecond(), config.writesPerSecond());
        Limits limits = config.maxConnections()
                .map(all -> Limits.DEFAULT.withConnections(all / loops))
                .orElse(Limits.DEFAULT);
        return Shares.of(config.clients(), rateLimit, limits, loops);
    }

    /// The server of the metrics has its own limits, so it answers during a flood.
    private static void publish(Metrics metrics, Vertx vertx, Config config, Shares shares) {
        metrics.watch(shares);
        int port = config.metricsPort().orElseThrow();
        Server server = new Server(
                vertx,
                new Routes(List.of(get("/metrics", metrics::show))),
                config.origins(),
                shares(config, 1),
                Refusal::of,
                Html::sorry,
                Limits.DEFAULT);
        try {
            server.listen(config.host(), port).await();
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
        drain.begin();
        awaitLoadBalancers();
        sharedCounts.ifPresent(SharedCounts::stop);
        try {
            vertx.close().await(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // No caller waits for it any more.
        }
    }

    private void awaitLoadBalancers() {
        try {
            Thread.sleep(shutdownDelay);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The parts on one event loop.
    private static final class Loop extends VerticleBase {

        private final Config config;
        private final int loops;
        private final Optional<Tokens> tokens;
        private final Optional<LocalPool> localPool;
        private final Consumer<Optional<String>> admission;
        private final Shares shares;
        private final Attempts attempts;
        private final Broadcast broadcast;
        private final Tally tally;
        private final Ledger ledger;
        private final AnonymousCache cache;
        private final Optional<ReplicaStatus> replica;
        private final Shedding shedding;
        private Supplier<Future<Void>> onStop = Future::succeededFuture;
        private volatile int port;
        private volatile List<Route> routes = List.of();

        Loop(
                Config config,
                int loops,
                Optional<Tokens> tokens,
                Optional<LocalPool> localPool,
                Consumer<Optional<String>> admission,
                Shares shares,
                Attempts attempts,
                Broadcast broadcast,
                Tally tally,
                Ledger ledger,
                AnonymousCache cache,
                Optional<ReplicaStatus> replica,
                Shedding shedding) {
            this.config = config;
            this.loops = loops;
            this.tokens = tokens;
            this.localPool = localPool;
            this.admission = admission;
            this.shares = shares;
            this.attempts = attempts;
            this.broadcast = broadcast;
            this.tally = tally;
            this.ledger = ledger;
            this.cache = cache;
            this.replica = replica;
            this.shedding = shedding;
        }

        @Override
        public Future<Integer> start() {
            Database database =
                    Database.open(vertx, config.database(), config.preparesStatements(), replica, shedding, loops);
            Purge purge = Purge.start(vertx, database);
            Growth growth = Growth.start(vertx, database, ledger, config.metricsTable());
            Subscribers subscribers = new Subscribers(vertx, database, broadcast);
            routes = new Wiring(vertx, config, tokens, localPool, attempts, tally, cache, shares.drain())
                    .routes(database, subscribers);
            Server server = new Server(
                    vertx, new Routes(routes), config.origins(), shares, Refusals::of, Html::sorry, Limits.DEFAULT);
            onStop = () -> {
                purge.stop();
                subscribers.stop();
                return server.close(GRACE).eventually(growth::stop).eventually(database::close);
            };
            // For Vert.x, 0 gives each loop its own port, and -1 one port that the loops share.
            int shared = config.port() == 0 ? -1 : config.port();
            Health health = new Health(database, shares.drain());
            return admit(health)
                    .onSuccess(_ -> health.check().onFailure(Refusal::of))
                    .compose(_ -> server.listen(config.host(), shared))
                    .onSuccess(actual -> port = actual);
        }

        /// Connects before the first request, so that an error is logged at once.
        private Future<Void> admit(Health health) {
            return health.mark().recover(Loop::unknown).map(mark -> {
                admission.accept(mark);
                return null;
            });
        }

        private static Future<Optional<String>> unknown(Throwable failure) {
            if (Refusal.of(failure).isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Cannot read the environment mark of the database (" + failure.getMessage() + ")");
            }
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Void> stop() {
            return onStop.get();
        }
    }
}
