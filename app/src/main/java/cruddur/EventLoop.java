package cruddur;

import cruddur.accounts.Refusals;
import cruddur.database.Database;
import cruddur.database.Refusal;
import cruddur.expiry.Purge;
import cruddur.growth.Growth;
import cruddur.health.Health;
import cruddur.http.Limits;
import cruddur.http.Origins;
import cruddur.http.Route;
import cruddur.http.Routes;
import cruddur.http.Server;
import cruddur.live.Subscribers;
import cruddur.pages.Html;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The parts of a server on one event loop.
final class EventLoop extends VerticleBase {

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final SharedParts shared;
    private final Consumer<Optional<String>> admission;
    private Supplier<Future<Void>> onStop = Future::succeededFuture;
    private volatile int port;
    private volatile List<Route> routes = List.of();

    /// @param admission as [Service#start] takes it
    EventLoop(SharedParts shared, Consumer<Optional<String>> admission) {
        this.shared = shared;
        this.admission = admission;
    }

    int port() {
        return port;
    }

    List<Route> routes() {
        return routes;
    }

    @Override
    public Future<Integer> start() {
        Database database = database(shared.config().logins());
        Purge purge = Purge.start(vertx, database);
        Growth growth =
                Growth.start(vertx, database, shared.ledger(), shared.config().metricsTable());
        Subscribers subscribers = new Subscribers(vertx, database, shared.broadcast());
        routes = routes(Features.of(vertx, database, shared), subscribers);
        Server server = server(shared.config().origins());
        onStop = () -> {
            purge.stop();
            subscribers.stop();
            return server.close(GRACE).eventually(growth::stop).eventually(database::close);
        };
        return shared.clocks()
                .follow(vertx, database)
                .compose(
                        _ -> listen(server, new Health(database, shared.shares().drain())));
    }

    private Database database(DatabaseLogins logins) {
        return Database.open(
                vertx,
                logins.primary(),
                logins.preparesStatements(),
                shared.clocks(),
                shared.replica(),
                shared.shedding(),
                shared.loops());
    }

    private Server server(Origins origins) {
        return new Server(
                vertx, new Routes(routes), origins, shared.shares(), Refusals::of, Html::sorry, Limits.DEFAULT);
    }

    private List<Route> routes(Features features, Subscribers subscribers) {
        return Stream.concat(
                        new PageRoutes(vertx, shared, features).all(),
                        new ApiRoutes(shared, features, subscribers).all())
                .toList();
    }

    /// Connects before the first request, so that an error is logged at once.
    private Future<Integer> listen(Server server, Health health) {
        // For Vert.x, 0 gives each loop its own port, and -1 one port that the loops share.
        Listener listener = shared.config().listener();
        int sharedPort = listener.port() == 0 ? -1 : listener.port();
        return admit(health)
                .onSuccess(_ -> health.check().onFailure(Refusal::of))
                .compose(_ -> server.listen(listener.host(), sharedPort))
                .onSuccess(actual -> port = actual);
    }

    private Future<Void> admit(Health health) {
        return health.mark().recover(EventLoop::unknown).map(mark -> {
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
