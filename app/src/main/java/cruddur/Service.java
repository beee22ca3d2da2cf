package cruddur;

import static cruddur.http.Route.delete;
import static cruddur.http.Route.get;
import static cruddur.http.Route.post;
import static cruddur.http.Route.put;

import cruddur.accounts.Accounts;
import cruddur.accounts.Auth;
import cruddur.activities.Activities;
import cruddur.expiry.Purge;
import cruddur.health.Health;
import cruddur.http.Attempts;
import cruddur.http.Limits;
import cruddur.http.Media;
import cruddur.http.RateLimit;
import cruddur.http.Route;
import cruddur.http.Routes;
import cruddur.http.Server;
import cruddur.identity.Cognito;
import cruddur.identity.Identity;
import cruddur.identity.Sessions;
import cruddur.identity.Tokens;
import cruddur.lambda.PostConfirmation;
import cruddur.localcognito.Door;
import cruddur.localcognito.LocalPool;
import cruddur.metrics.Metrics;
import cruddur.notifications.Notifications;
import cruddur.pages.AccountPages;
import cruddur.pages.Pages;
import cruddur.people.People;
import cruddur.reactions.Reactions;
import cruddur.reference.Reference;
import cruddur.sql.Database;
import cruddur.sql.Refusal;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
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
import java.util.function.Supplier;

/// The running server: on each event loop one set of everything, with connections of its own, so
/// that no request crosses from one thread to another.
public final class Service implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Service.class.getName());

    /// More loops would only mean more connections: PostgreSQL does the work.
    private static final int MAXIMUM_LOOPS = 4;

    /// How long a name stands for the same address. After a failover the database's name stands for
    /// another one.
    static final int LONGEST_NAME_SECONDS = 5;

    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final int port;
    private final List<Route> routes;

    private Service(Vertx vertx, int port, List<Route> routes) {
        this.vertx = vertx;
        this.port = port;
        this.routes = routes;
    }

    /// Starts, and returns when the port is open. The database need not be there.
    ///
    /// @param localPool answered for below the same address, if there is one
    /// @param admission told whose database it is, as [Health#mark] does, before the port is open;
    ///   what it throws ends the start. Nobody's, as long as it cannot be told: a server may be
    ///   started before its database, and while there is no password for it.
    /// @throws IOException if the port is taken
    public static Service start(
            Config config, Optional<LocalPool> localPool, Consumer<Optional<String>> admission)
            throws IOException {
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAXIMUM_LOOPS);
        Optional<Metrics> metrics = config.metricsPort().map(_ -> new Metrics());
        Vertx vertx = vertx(loops, metrics);
        Optional<Tokens> tokens = config.pool().map(Tokens::new);
        RateLimit rateLimit =
                new RateLimit(config.clients(), config.readsPerSecond(), config.writesPerSecond());
        Attempts attempts = new Attempts(config.clients());
        List<Loop> started = new ArrayList<>();
        Future<String> deployed =
                vertx.deployVerticle(
                        () -> {
                            Loop loop =
                                    new Loop(
                                            config, loops, tokens, localPool, admission, rateLimit,
                                            attempts);
                            started.add(loop);
                            return loop;
                        },
                        new DeploymentOptions().setInstances(loops));
        try {
            deployed.await();
            metrics.ifPresent(counted -> tell(counted, vertx, config, rateLimit));
        } catch (RuntimeException e) {
            vertx.close().await();
            throw e;
        } catch (Exception e) {
            vertx.close().await();
            throw new IOException(e.getMessage(), e);
        }
        return new Service(vertx, started.getFirst().port, started.getFirst().routes);
    }

    /// Without files, which Vert.x does not read for us. If it could, every server that is killed
    /// would leave a folder in /tmp.
    private static Vertx vertx(int loops, Optional<Metrics> metrics) {
        FileSystemOptions noFiles = new FileSystemOptions().setClassPathResolvingEnabled(false);
        VertxOptions options =
                new VertxOptions()
                        .setPreferNativeTransport(true)
                        .setEventLoopPoolSize(loops)
                        .setAddressResolverOptions(
                                new AddressResolverOptions()
                                        .setCacheMaxTimeToLive(LONGEST_NAME_SECONDS))
                        .setFileSystemOptions(noFiles);
        return metrics.map(
                        counted ->
                                Vertx.builder()
                                        .with(options.setMetricsOptions(Metrics.options()))
                                        .withMetrics(counted.factory())
                                        .build())
                .orElseGet(() -> Vertx.vertx(options));
    }

    private static void tell(Metrics metrics, Vertx vertx, Config config, RateLimit rateLimit) {
        int port = config.metricsPort().orElseThrow();
        Server server =
                new Server(
                        vertx,
                        new Routes(List.of(get("/metrics", metrics::show))),
                        config.origins(),
                        rateLimit,
                        Refusal::of,
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

    /// All that it answers.
    public List<Route> routes() {
        return routes;
    }

    /// Takes no more requests, lets those under way end for up to two seconds, then closes the
    /// connections. A statement that still runs, like the purge's, is not waited for: PostgreSQL
    /// ends it, one way or the other. Takes at most three seconds.
    @Override
    public void close() {
        try {
            vertx.close().await(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // Nobody waits for it any more.
        }
    }

    /// What runs on one event loop.
    private static final class Loop extends VerticleBase {

        private final Config config;
        private final int loops;
        private final Optional<Tokens> tokens;
        private final Optional<LocalPool> localPool;
        private final Consumer<Optional<String>> admission;
        private final RateLimit rateLimit;
        private final Attempts attempts;
        private Supplier<Future<Void>> onStop = Future::succeededFuture;
        private volatile int port;
        private volatile List<Route> routes = List.of();

        Loop(
                Config config,
                int loops,
                Optional<Tokens> tokens,
                Optional<LocalPool> localPool,
                Consumer<Optional<String>> admission,
                RateLimit rateLimit,
                Attempts attempts) {
            this.config = config;
            this.loops = loops;
            this.tokens = tokens;
            this.localPool = localPool;
            this.admission = admission;
            this.rateLimit = rateLimit;
            this.attempts = attempts;
        }

        @Override
        public Future<Integer> start() {
            Database database = Database.open(vertx, config.database(), loops);
            Purge purge = Purge.start(vertx, database);
            routes = List.copyOf(routes(database));
            Server server =
                    new Server(
                            vertx,
                            new Routes(routes),
                            config.origins(),
                            rateLimit,
                            Refusal::of,
                            Limits.DEFAULT);
            onStop =
                    () -> {
                        purge.stop();
                        return server.close(GRACE).eventually(database::close);
                    };
            // To Vert.x, 0 would be a port of its own for each loop, and -1 is one that they share.
            int shared = config.port() == 0 ? -1 : config.port();
            Health health = new Health(database);
            return admit(health)
                    .onSuccess(_ -> health.look().onFailure(Refusal::of))
                    .compose(_ -> server.listen(config.host(), shared))
                    .onSuccess(actual -> port = actual);
        }

        /// Connects before the first request needs it, and has the log say at once what is wrong.
        private Future<Void> admit(Health health) {
            return health.mark()
                    .recover(Loop::unknown)
                    .map(
                            mark -> {
                                admission.accept(mark);
                                return null;
                            });
        }

        private static Future<Optional<String>> unknown(Throwable failure) {
            if (Refusal.of(failure).isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Whose database this is cannot be told (" + failure.getMessage() + ")");
            }
            return Future.succeededFuture(Optional.empty());
        }

        private List<Route> routes(Database database) {
            Cognito cognito = new Cognito(vertx, config.pool());
            Sessions sessions = new Sessions(database, cognito);
            Identity identity = new Identity(vertx, database, tokens, cognito, sessions);
            Accounts accounts = new Accounts(database, cognito, identity, sessions, attempts);
            Auth auth = new Auth(accounts, identity, database);
            Activities activities = new Activities(database, identity);
            Notifications notifications = new Notifications(database, identity);
            People people = new People(database, identity);
            Reactions reactions = new Reactions(database, identity);
            Health health = new Health(database);
            Pages pages = new Pages(database, identity, activities);
            AccountPages accountPages = new AccountPages(accounts, identity, database, pages);
            Reference reference = new Reference(vertx);

            List<Route> routes =
                    new ArrayList<>(
                            List.of(
                                    get("/", pages::home),
                                    post("/", pages::post).taking(Media.FORM),
                                    get("/sign-up", accountPages::signingUp),
                                    post("/sign-up", accountPages::signUp).taking(Media.FORM),
                                    get("/confirm", accountPages::confirming),
                                    post("/confirm", accountPages::confirm).taking(Media.FORM),
                                    post("/resend", accountPages::resend).taking(Media.FORM),
                                    get("/sign-in", accountPages::signingIn),
                                    post("/sign-in", accountPages::signIn).taking(Media.FORM),
                                    get("/recover", accountPages::recovering),
                                    post("/recover", accountPages::recover).taking(Media.FORM),
                                    get("/reset", accountPages::resetting),
                                    post("/reset", accountPages::reset).taking(Media.FORM),
                                    get("/account", accountPages::account),
                                    post("/sign-out", accountPages::signOut).taking(Media.FORM),
                                    get("/assets/{name}", pages::asset),
                                    get("/api", reference::page),
                                    get("/api/openapi.yaml", reference::document),
                                    get("/api/health-check", health::alive),
                                    get("/livez", health::alive),
                                    get("/readyz", health::ready),
                                    get("/api/activities/home", activities::home),
                                    get("/api/activities/search", activities::search),
                                    get("/api/activities/notifications", notifications::newest),
                                    put("/api/activities/notifications/read", notifications::read),
                                    get("/api/activities/@{handle}", people::profile),
                                    get(
                                            "/api/activities/@{handle}/status/{uuid}",
                                            activities::status),
                                    get("/api/activities/{uuid}", activities::show),
                                    post("/api/activities", activities::create),
                                    delete("/api/activities/{uuid}", activities::delete),
                                    post("/api/activities/{uuid}/reply", activities::reply),
                                    put("/api/activities/{uuid}/like", reactions::like),
                                    delete("/api/activities/{uuid}/like", reactions::takeLikeBack),
                                    put("/api/activities/{uuid}/repost", reactions::repost),
                                    delete(
                                            "/api/activities/{uuid}/repost",
                                            reactions::takeRepostBack),
                                    get("/api/users/suggested", people::suggested),
                                    get("/api/users/@{handle}/short", people::inShort),
                                    put("/api/profile/update", people::update),
                                    post("/api/profile/update", people::update),
                                    get("/api/trends", activities::trends),
                                    post("/api/auth/sign-up", auth::signUp),
                                    post("/api/auth/confirm", auth::confirm),
                                    post("/api/auth/resend", auth::resend),
                                    post("/api/auth/sign-in", auth::signIn),
                                    post("/api/auth/refresh", auth::refresh),
                                    post("/api/auth/sign-out", auth::signOut),
                                    post("/api/auth/forgot", auth::forgot),
                                    post("/api/auth/reset", auth::reset),
                                    get("/api/auth/me", auth::me)));
            routes.addAll(userPool(database));
            return routes;
        }

        private List<Route> userPool(Database database) {
            return localPool
                    .map(
                            local ->
                                    new Door(
                                                    database,
                                                    local,
                                                    config.pool().orElseThrow(),
                                                    config.clients(),
                                                    new PostConfirmation(config.database())::handle)
                                            .routes())
                    .orElseGet(() -> Door.closed(config.pool()));
        }

        @Override
        public Future<Void> stop() {
            return onStop.get();
        }
    }
}
