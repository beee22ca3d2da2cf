package cruddur.http;

import cruddur.http.Routes.Match;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Listens, and carries each request to its handler and the reply back.
public final class Server {

    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    /// Everything else gives up earlier; this is for a network that went silent.
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final int MAXIMUM_BODY = 64 * 1024;

    /// Room for tokens of several pools in cookies, and for a far too long one to be refused as
    /// what it is.
    private static final int MAXIMUM_HEADERS = 64 * 1024;

    private static final Reply TOO_LATE =
            Reply.unavailable("The answer took too long. Try again in a moment.");

    private final Vertx vertx;
    private final Routes routes;
    private final Function<Throwable, Optional<Reply>> refusals;
    private final HttpServer server;

    /// Makes a server that does not listen yet.
    ///
    /// @param refusals what a failure that is no defect is answered with
    public Server(Vertx vertx, Routes routes, Function<Throwable, Optional<Reply>> refusals) {
        this.vertx = vertx;
        this.routes = routes;
        this.refusals = refusals;
        this.server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setTcpNoDelay(true)
                                        .setMaxHeaderSize(MAXIMUM_HEADERS)
                                        .setIdleTimeout((int) IDLE.toSeconds()))
                        .requestHandler(this::handle);
    }

    /// Starts to listen; the future fails if the port is taken. Several servers of one `Vertx`
    /// share a port.
    ///
    /// @return the port, chosen by the system where 0 was asked for
    public Future<Integer> listen(String host, int port) {
        return server.listen(port, host).map(HttpServer::actualPort);
    }

    /// Takes no more requests, and lets those under way end.
    public Future<Void> close(Duration grace) {
        return server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void handle(HttpServerRequest http) {
        Answer answer = new Answer(http);
        // Not Future.timeout, which would leave the event loop for a thread of its own.
        long deadline = vertx.setTimer(DEADLINE.toMillis(), _ -> answer.write(TOO_LATE));
        body(http)
                .compose(body -> route(http, body))
                .recover(failure -> Future.succeededFuture(failed(http, failure)))
                .onSuccess(
                        reply -> {
                            vertx.cancelTimer(deadline);
                            answer.write(reply);
                        });
    }

    private Future<Reply> route(HttpServerRequest http, Buffer body) {
        return switch (routes.find(http.method(), Objects.requireNonNullElse(http.path(), ""))) {
            case Match.Found(Handler handler, Map<String, String> parameters) ->
                    handler.handle(new Request(http, parameters, body));
            case Match.WrongMethod(String allow) ->
                    Future.succeededFuture(
                            new Reply.Problem(
                                    405,
                                    http.method() + " does nothing here; " + allow + " does.",
                                    Map.of("Allow", allow)));
            case Match.Nothing() -> Future.succeededFuture(Reply.notFound());
        };
    }

    private static Future<Buffer> body(HttpServerRequest http) {
        boolean none =
                http.method().equals(HttpMethod.GET) || http.method().equals(HttpMethod.HEAD);
        return none ? Future.succeededFuture(Buffer.buffer()) : boundedBody(http);
    }

    private static Future<Buffer> boundedBody(HttpServerRequest http) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        http.handler(
                part -> {
                    body.appendBuffer(part);
                    if (body.length() > MAXIMUM_BODY) {
                        promise.tryFail(
                                new ProblemException(
                                        new Reply.Problem(
                                                413,
                                                "The body is larger than "
                                                        + MAXIMUM_BODY / 1024
                                                        + " KiB.")));
                        http.handler(null);
                    }
                });
        http.exceptionHandler(promise::tryFail);
        http.endHandler(_ -> promise.tryComplete(body));
        return promise.future();
    }

    private Reply failed(HttpServerRequest http, Throwable failure) {
        return switch (failure) {
            case ProblemException e -> e.problem();
            // Nobody is there to read this.
            case HttpClosedException _ -> new Reply.Problem(400, "The connection was closed.");
            default -> refusals.apply(failure).orElseGet(() -> defect(http, failure));
        };
    }

    private static Reply defect(HttpServerRequest http, Throwable failure) {
        LOG.log(
                System.Logger.Level.ERROR,
                "Cannot answer " + http.method() + " " + http.path(),
                failure);
        return new Reply.Problem(500, "Something here is broken. It has been logged.");
    }
}
