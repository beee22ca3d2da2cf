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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Listens, passes each request to its handler, and writes the reply.
public final class Server {

    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    private static final int MAXIMUM_BODY = 64 * 1024;

    /// Enough for the tokens of several pools in cookies.
    private static final int MAXIMUM_HEADERS = 16 * 1024;

    /// The decoder's buffer grows with a longer line.
    private static final int USUAL_HEADER = 128;

    private static final Reply TOO_LATE = Reply.unavailable("The answer took too long. Try again in a moment.");

    private static final Reply TOO_SLOW = new Reply.Problem(408, "The request took too long to arrive.");

    private static final Reply.Problem TOO_LARGE =
            new Reply.Problem(413, "The body is larger than " + MAXIMUM_BODY / 1024 + " KiB.");

    private static final Reply.Problem NOT_HTTP = new Reply.Problem(400, "This is not HTTP.");

    private static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Vertx vertx;
    private final Routes routes;
    private final Origins origins;
    private final Shares shares;
    private final Function<Throwable, Optional<Reply>> refusals;
    private final Function<Reply.Problem, Reply.Document> page;
    private final Limits limits;
    private final Connections connections;
    private final Streams streams;
    private final HttpServer server;

    /// Creates a server that does not listen yet.
    ///
    /// @param shares of all servers on the same port
    /// @param refusals the reply to a failure that is not a defect
    /// @param page turns a problem into a page, for clients that prefer HTML
    public Server(
            Vertx vertx,
            Routes routes,
            Origins origins,
            Shares shares,
            Function<Throwable, Optional<Reply>> refusals,
            Function<Reply.Problem, Reply.Document> page,
            Limits limits) {
        this.vertx = vertx;
        this.routes = routes;
        this.origins = origins;
        this.shares = shares;
        this.refusals = refusals;
        this.page = page;
        this.limits = limits;
        this.connections = new Connections(vertx, shares, limits);
        this.streams = new Streams(shares, connections);
        this.server = vertx.createHttpServer(options())
                .connectionHandler(this::open)
                .invalidRequestHandler(unlessEnding(this::refuse)::accept)
                .requestHandler(unlessEnding(this::handle)::accept);
    }

    /// HTTP/2 in clear text is off, because no browser speaks it: while Vert.x does not know which of the
    /// two a connection speaks, it is invisible to this server, which could not close a silent one.
    /// WebSocket compression is off, because it handles every request, and fails if 128 of them are
    /// pipelined. The queue of each connection for writes of other threads, which takes five kilobytes, is
    /// off, because all answers are written on the event loop.
    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setTcpNoDelay(true)
                .setStrictThreadMode(true)
                .setDecoderInitialBufferSize(USUAL_HEADER)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(MAXIMUM_HEADERS);
    }

    /// Starts to listen; the future fails if the port is taken. Several servers of one `Vertx`
    /// share a port.
    ///
    /// @return the port; if 0 was given, the system chose it
    public Future<Integer> listen(String host, int port) {
        return server.listen(port, host).map(HttpServer::actualPort);
    }

    /// Accepts no more requests, ends the streams, and waits for the other requests.
    public Future<Void> close(Duration grace) {
        streams.endAll();
        return server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void open(HttpConnection connection) {
        StrictDecoder.install(connection, options());
        FlushBeforeClose.install(connection);
        connections.opened(connection);
    }

    /// A client whose connection is announced to end gets no more answers on it.
    private Consumer<HttpServerRequest> unlessEnding(Consumer<HttpServerRequest> handler) {
        return http -> {
            if (!connections.isOver(http.connection())) {
                handler.accept(http);
            }
        };
    }

    private void handle(HttpServerRequest http) {
        Connections.Begun begun = connections.begin(http);
        Answer answer = answer(http, begun.over());
        // Not Future.timeout, which would leave the event loop for a thread of its own.
        long deadline = vertx.setTimer(
                limits.untilAnswer().toMillis(), _ -> answer.write(http.isEnded() ? TOO_LATE : TOO_SLOW));
        Future.succeededFuture()
                .compose(_ -> begun.fits() ? reply(http) : Future.succeededFuture(Reply.BUSY))
                .recover(failure -> Future.succeededFuture(failed(http, failure)))
                .map(reply -> {
                    vertx.cancelTimer(deadline);
                    answer.write(reply);
                    return reply;
                })
                .onFailure(failure -> giveUp(http, failure));
    }

    /// Handles a failure for which no answer could be written.
    private static void giveUp(HttpServerRequest http, Throwable failure) {
        OutOfMemory.exitIf(failure);
        LOG.log(System.Logger.Level.ERROR, "Cannot write an answer", failure);
        http.connection().close();
    }

    /// Answers a request that could not be parsed.
    private void refuse(HttpServerRequest http) {
        answer(http, connections.begin(http).over())
                .write(
                        switch (http.decoderResult().cause()) {
                            case TooLongHttpLineException _ -> new Reply.Problem(414, "The address is too long.");
                            case TooLongHttpHeaderException _ -> new Reply.Problem(431, "The headers are too long.");
                            case RefusedException e -> e.reply();
                            case null, default -> NOT_HTTP;
                        });
    }

    private Answer answer(HttpServerRequest http, Future<Void> over) {
        HttpServerResponse response = http.response();
        response.putHeader(X_REQUEST_ID, requestId(http));
        origins.admit(http, response);
        if (shares.drain().hasBegun()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        return new Answer(http, page, streams, shares.date(), over);
    }

    /// The client's request id, so that it finds its request in the log, or a new one.
    private static String requestId(HttpServerRequest http) {
        String theirs = http.getHeader(X_REQUEST_ID);
        return theirs != null && REQUEST_ID.matcher(theirs).matches()
                ? theirs
                : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private Future<Reply> reply(HttpServerRequest http) {
        Optional<Reply.Problem> refusal = shares.rateLimit().refusal(http);
        if (refusal.isPresent()) {
            return Future.succeededFuture(refusal.get());
        }
        Match match = routes.find(http.method(), Objects.requireNonNullElse(http.path(), ""));
        if (match instanceof Match.Found found) {
            http.routed(found.route().path());
        }
        return admitted(http, match).compose(_ -> body(http)).compose(body -> reply(http, match, body));
    }

    /// Checks whether the body may be read. A body that arrived with the head is there already.
    private static Future<?> admitted(HttpServerRequest http, Match match) {
        if (!Answer.hasBody(http) || isShort(http)) {
            return Future.succeededFuture();
        }
        if (announcesTooMuch(http)) {
            return Future.failedFuture(new RefusedException(TOO_LARGE));
        }
        if (!(match instanceof Match.Found(Route route, Map<String, String> parameters))) {
            return Future.succeededFuture();
        }
        http.pause();
        return route.admission().apply(new Request(http, parameters, Buffer.buffer()));
    }

    private static boolean isShort(HttpServerRequest http) {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) <= ByteMeter.TURN;
    }

    private Future<Reply> reply(HttpServerRequest http, Match match, Buffer body) {
        return switch (match) {
            case Match.Found(Route route, Map<String, String> parameters) -> {
                Optional<Reply> refusal =
                        body.length() == 0 ? Optional.empty() : route.body().refusal(http);
                yield refusal.isPresent()
                        ? Future.succeededFuture(refusal.get())
                        : route.handler().handle(new Request(http, parameters, body));
            }
            case Match.Options(String allow) -> Future.succeededFuture(new Reply.Options(allow));
            case Match.WrongMethod(String allow) ->
                Future.succeededFuture(new Reply.Problem(
                        405, http.method() + " is not allowed here. Use " + allow + ".", Map.of("Allow", allow)));
            // A page can read a 404 only if its browser was allowed to ask.
            case Match.Nothing() ->
                Future.succeededFuture(origins.isPreflight(http) ? new Reply.Options("OPTIONS") : Reply.NOT_FOUND);
        };
    }

    private Future<Buffer> body(HttpServerRequest http) {
        if (!Answer.hasBody(http)) {
            return Future.succeededFuture(Buffer.buffer());
        }
        if (http.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            http.response().writeContinue();
        }
        return collected(http);
    }

    /// The decoder has checked that this is a number.
    private static boolean announcesTooMuch(HttpServerRequest http) {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > MAXIMUM_BODY;
    }

    private Future<Buffer> collected(HttpServerRequest http) {
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        http.handler(part -> {
            body.appendBuffer(part);
            if (body.length() > MAXIMUM_BODY) {
                promise.tryFail(new RefusedException(TOO_LARGE));
                http.handler(null);
            }
        });
        http.exceptionHandler(failure -> promise.tryFail(unreadable(failure)));
        http.endHandler(_ -> promise.tryComplete(body));
        connections.onOverrun(http, () -> promise.tryFail(new RefusedException(Reply.BUSY)));
        http.resume();
        return promise.future();
    }

    /// The failure of a body with malformed chunks, or of a connection that ended.
    private static Throwable unreadable(Throwable failure) {
        return failure instanceof HttpClosedException ? failure : new RefusedException(NOT_HTTP);
    }

    private Reply failed(HttpServerRequest http, Throwable failure) {
        OutOfMemory.exitIf(failure);
        return switch (failure) {
            case RefusedException e -> e.reply();
            // The client has left and does not read this.
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
        return new Reply.Problem(500, "The server failed. The error has been logged.");
    }
}
