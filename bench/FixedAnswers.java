package bench;

import static cruddur.http.Route.get;

import cruddur.http.Clients;
import cruddur.http.Limits;
import cruddur.http.Origins;
import cruddur.http.RateLimit;
import cruddur.http.Reply;
import cruddur.http.Route;
import cruddur.http.Routes;
import cruddur.http.Server;
import cruddur.http.Shares;
import cruddur.pages.Html;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// The same HTTP server as Cruddur's, in this process, which answers fixed bytes: the most that a cache could reach.
record FixedAnswers(URI address) {

    /// With the bytes that a server answers now.
    static FixedAnswers of(bench.Server server) {
        int loops = Machine.eventLoops();
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops));
        Ending.alsoStop(vertx::close);
        List<Route> routes = List.of(
                fixed(Traffic.HOME, "application/json; charset=utf-8", server.get(Traffic.HOME)),
                fixed(Traffic.HOME_PAGE, "text/html; charset=utf-8", server.get(Traffic.HOME_PAGE)));
        Shares shares = Shares.of(Clients.behind(""), new RateLimit(Clients.behind(""), 50, 5), Limits.DEFAULT, loops);
        AtomicInteger port = new AtomicInteger();
        vertx.deployVerticle(() -> new Loop(routes, shares, port), new DeploymentOptions().setInstances(loops))
                .await();
        return new FixedAnswers(URI.create("http://127.0.0.1:" + port));
    }

    private static Route fixed(String path, String type, byte[] body) {
        Reply reply =
                new Reply.Static(new Reply.Document(type, Buffer.buffer(body), Map.of("Cache-Control", "no-cache")));
        return get(path, _ -> Future.succeededFuture(reply));
    }

    private static final class Loop extends VerticleBase {

        private final List<Route> routes;
        private final Shares shares;
        private final AtomicInteger port;

        Loop(List<Route> routes, Shares shares, AtomicInteger port) {
            this.routes = routes;
            this.shares = shares;
            this.port = port;
        }

        /// -1 is one port that the loops share.
        @Override
        public Future<Integer> start() {
            return new Server(
                            vertx,
                            new Routes(routes),
                            new Origins(Set.of()),
                            shares,
                            _ -> Optional.empty(),
                            Html::sorry,
                            Limits.DEFAULT)
                    .listen("127.0.0.1", -1)
                    .onSuccess(port::set);
        }
    }
}
