package cruddur.http;

import cruddur.http.Routes.Match;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Listens, and carries each request to its handler and the reply back.
public final class Server {

    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    private static final int MAXIMUM_BODY = 64 * 1024;

    /// Room for tokens of several pools in cookies, and for a far too long one to be refused as
    /// what it is.
    private static final int MAXIMUM_HEADERS = 64 * 1024;

    private static final Reply TOO_LATE =
            Reply.unavailable("The answer took too long. Try again in a moment.");

    private static final Reply TOO_SLOW =
            new Reply.Problem(408, "The request took too long to arrive.");

    private static final Reply.Problem TOO_LARGE =
            new Reply.Problem(413, "The body is larger than " + MAXIMUM_BODY / 1024 + " KiB.");

    private static final Reply.Problem NOT_HTTP = new Reply.Problem(400, "This is not HTTP.");

    private static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Vertx vertx;
    private final Routes routes;
    private final Origins origins;
    private final RateLimit rateLimit;
    private final Function<Throwable, Optional<Reply>> refusals;
    private final Limits limits;
    private final Connections connections;
    private final HttpServer server;

    /// Makes a server that does not listen yet.
    ///
    /// @param refusals what a failure that is no defect is answered with
    public Server(
            Vertx vertx,
            Routes routes,
            Origins origins,
            RateLimit rateLimit,
            Function<Throwable, Optional<Reply>> refusals,
            Limits limits) {
        this.vertx = vertx;
        this.routes = routes;
        this.origins = origins;
        this.rateLimit = rateLimit;
        this.refusals = refusals;
        this.limits = limits;
        this.connections = new Connections(vertx, limits);
        this.server =
                vertx.createHttpServer(options())
                        .connectionHandler(connections::opened)
                        .invalidRequestHandler(this::refuse)
                        .requestHandler(this::handle);
    }

    /// Without HTTP/2 in clear text, which no browser speaks: while it is undecided which of the
    /// two a connection is, Vert.x shows it to nobody, so that nobody could end one that says
    /// nothing.
    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MAXIMUM_HEADERS);
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
        Answer answer = begin(http);
        // Not Future.timeout, which would leave the event loop for a thread of its own.
        long deadline =
                vertx.setTimer(
                        limits.untilAnswer().toMillis(),
                        _ -> answer.write(http.isEnded() ? TOO_LATE : TOO_SLOW));
        reply(http)
                .recover(failure -> Future.succeededFuture(failed(http, failure)))
                .onSuccess(
                        reply -> {
                            vertx.cancelTimer(deadline);
                            answer.write(reply);
                        });
    }

    /// A request that cannot be read as one.
    private void refuse(HttpServerRequest http) {
        begin(http)
                .write(
                        switch (http.decoderResult().cause()) {
                            case TooLongHttpLineException _ ->
                                    new Reply.Problem(414, "The address is too long.");
                            case TooLongHttpHeaderException _ ->
                                    new Reply.Problem(431, "The headers are too long.");
                            case null, default -> NOT_HTTP;
                        });
    }

    private Answer begin(HttpServerRequest http) {
        HttpServerResponse response = http.response();
        response.putHeader(X_REQUEST_ID, requestId(http));
        origins.admit(http, response);
        HttpConnection connection = http.connection();
        connections.requestBegins(connection);
        Promise<Void> over = Promise.promise();
        response.endHandler(_ -> over.tryComplete());
        response.closeHandler(_ -> over.tryComplete());
        over.future().onSuccess(_ -> connections.requestEnds(connection, announcesEnd(response)));
        return new Answer(http);
    }

    private static boolean announcesEnd(HttpServerResponse response) {
        return response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
    }

    /// The client's, so that it finds its request in our log, or a new one.
    private static String requestId(HttpServerRequest http) {
        String theirs = http.getHeader(X_REQUEST_ID);
        return theirs != null && REQUEST_ID.matcher(theirs).matches()
                ? theirs
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private Future<Reply> reply(HttpServerRequest http) {
        Optional<Reply.Problem> refusal = rateLimit.refusal(http);
        return refusal.isPresent()
                ? Future.succeededFuture(refusal.get())
                : body(http).compose(body -> route(http, body));
    }

    private Future<Reply> route(HttpServerRequest http, Buffer body) {
        return switch (routes.find(http.method(), Objects.requireNonNullElse(http.path(), ""))) {
            case Match.Found(Route route, Map<String, String> parameters) -> {
                http.routed(route.path());
                yield isReadable(http, body, route.body())
                        ? route.handler().handle(new Request(http, parameters, body))
                        : Future.succeededFuture(route.body().refusal());
            }
            case Match.Options(String allow) -> Future.succeededFuture(new Reply.Options(allow));
            case Match.WrongMethod(String allow) ->
                    Future.succeededFuture(
                            new Reply.Problem(
                                    405,
                                    http.method() + " does nothing here; " + allow + " do.",
                                    Map.of("Allow", allow)));
            case Match.Nothing() -> Future.succeededFuture(Reply.NOT_FOUND);
        };
    }

    /// A body without a type is taken for what it must be.
    private static boolean isReadable(HttpServerRequest http, Buffer body, Media media) {
        String type = http.getHeader(HttpHeaders.CONTENT_TYPE);
        return body.length() == 0
                || ((type == null || media.fits(type))
                        && !http.headers().contains(HttpHeaders.CONTENT_ENCODING));
    }

    private static Future<Buffer> body(HttpServerRequest http) {
        boolean none =
                http.method().equals(HttpMethod.GET) || http.method().equals(HttpMethod.HEAD);
        return none ? Future.succeededFuture(Buffer.buffer()) : boundedBody(http);
    }

    private static Future<Buffer> boundedBody(HttpServerRequest http) {
        if (announcesTooMuch(http)) {
            return Future.failedFuture(new RefusedException(TOO_LARGE));
        }
        if (http.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            http.response().writeContinue();
        }
        return collected(http);
    }

    /// The decoder has seen to it that this is a number.
    private static boolean announcesTooMuch(HttpServerRequest http) {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > MAXIMUM_BODY;
    }

    private static Future<Buffer> collected(HttpServerRequest http) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        http.handler(
                part -> {
                    body.appendBuffer(part);
                    if (body.length() > MAXIMUM_BODY) {
                        promise.tryFail(new RefusedException(TOO_LARGE));
                        http.handler(null);
                    }
                });
        http.exceptionHandler(failure -> promise.tryFail(unreadable(failure)));
        http.endHandler(_ -> promise.tryComplete(body));
        return promise.future();
    }

    /// Chunks that are none, or the end of the connection.
    private static Throwable unreadable(Throwable failure) {
        return failure instanceof HttpClosedException ? failure : new RefusedException(NOT_HTTP);
    }

    private Reply failed(HttpServerRequest http, Throwable failure) {
        return switch (failure) {
            case RefusedException e -> e.reply();
            // Nobody is there to read this.
            case HttpClosedException _ -> new Reply.Problem(400, "The connection was closed.");
            default -> refusals.apply(failure).orElseGet(() -> defect(http, failure));
        };
    }

    private static Reply defect(HttpServerRequest http, Throwable failure) {
        LOG.log(
                System.Logger.Level.ERROR,
                "Cannot answer request "
                        + http.response().headers().get(X_REQUEST_ID)
                        + ", "
                        + http.method()
                        + " "
                        + http.path(),
                failure);
        return new Reply.Problem(500, "Something here is broken. It has been logged.");
    }
}
