package cruddur.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Writes the reply to one request.
final class Answer {

    private static final CharSequence JSON = HttpHeaders.createOptimized(Reply.Json.TYPE);
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence X_CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");

    /// The request headers that an answer depends on.
    private static final CharSequence VARY =
            HttpHeaders.createOptimized("accept-encoding, authorization, cookie, origin");

    private static final Reply.Problem TOO_MANY_STREAMS = new Reply.Problem(
            429,
            "Too many streams of this client are open. Close some, or try again in a minute.",
            Map.of("Retry-After", "60"));

    private static final String WEAK = "W/";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Function<Reply.Problem, Reply.Document> page;
    private final Streams streams;
    private final HttpDate date;
    private final Future<Void> over;

    /// @param page turns a problem into a page, for clients that prefer HTML
    /// @param streams of the server
    /// @param date of the answer
    /// @param over completes when the client has left or has the answer
    Answer(
            HttpServerRequest request,
            Function<Reply.Problem, Reply.Document> page,
            Streams streams,
            HttpDate date,
            Future<Void> over) {
        this.request = request;
        this.page = page;
        this.date = date;
        this.response = request.response();
        this.streams = streams;
        this.over = over;
    }

    /// Does nothing if an answer was written already, or the client has left.
    void write(Reply reply) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.putHeader(X_CONTENT_TYPE_OPTIONS, NOSNIFF).putHeader(HttpHeaders.DATE, date.now());
        switch (reply) {
            case Reply.Json json -> json(json);
            case Reply.Document document -> document(document, new Body(document.body()));
            case Reply.Static(Reply.Document document, Body body) -> document(document, body);
            case Reply.Cacheable cacheable -> write(cacheable.reply());
            case Reply.Parts parts -> parts(parts);
            case Reply.Stream stream -> stream(stream);
            case Reply.Empty(Map<String, String> headers) -> empty(204, headers);
            case Reply.Options(String allow) -> empty(204, Map.of("allow", allow));
            case Reply.SeeOther(String address, Map<String, String> headers) -> {
                response.putHeader(HttpHeaders.LOCATION, address);
                empty(303, headers);
            }
            case Reply.Refused(List<String> codes) -> refused(codes);
            case Reply.Problem problem -> problem(problem);
        }
    }

    private void stream(Reply.Stream stream) {
        if (request.method().equals(HttpMethod.HEAD)) {
            Streams.putHeaders(response, stream);
            response.end();
        } else if (!streams.begin(request, stream, over)) {
            problem(TOO_MANY_STREAMS);
        }
    }

    private void json(Reply.Json json) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        json.headers().forEach(response::putHeader);
        if (isRead()) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
            unlessKnown(new Body(json.body()));
        } else {
            response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE).end(json.body());
        }
    }

    private void document(Reply.Document document, Body body) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, document.type());
        document.headers().forEach(response::putHeader);
        if (document.status() == 200 && isRead()) {
            unlessKnown(body);
        } else {
            response.setStatusCode(document.status());
            send(body);
        }
    }

    private void parts(Reply.Parts parts) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, parts.type()).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        parts.headers().forEach(response::putHeader);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.setChunked(true);
            new PartWriter(request, parts.source()).next();
        }
    }

    private void empty(int status, Map<String, String> headers) {
        headers.forEach(response::putHeader);
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end();
    }

    private void refused(List<String> codes) {
        response.setStatusCode(422)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        send(new JsonArray(codes).toBuffer());
    }

    private void problem(Reply.Problem problem) {
        if (isCutShort()) {
            // The rest of the request would be read as the next request.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (Accept.prefersHtml(request)) {
            write(page.apply(problem));
        } else {
            problemDocument(problem);
        }
    }

    private void problemDocument(Reply.Problem problem) {
        problem.headers().forEach(response::putHeader);
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        send(JsonObject.of(
                        "title", HttpResponseStatus.valueOf(problem.status()).reasonPhrase(),
                        "status", problem.status(),
                        "detail", problem.detail())
                .toBuffer());
    }

    /// Whether a part of the request was not read.
    private boolean isCutShort() {
        return request.decoderResult().isFailure() || (hasBody(request) && !request.isEnded());
    }

    /// Whether a request has a body. Vert.x passes on the head before it knows.
    static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0")) || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /// 304 if the client has this body already, otherwise the body.
    private void unlessKnown(Body body) {
        String etag = body.etag();
        response.putHeader(HttpHeaders.ETAG, etag).putHeader(HttpHeaders.VARY, VARY);
        if (isKnown(etag)) {
            response.setStatusCode(304).end();
        } else {
            send(body);
        }
    }

    private boolean isKnown(String etag) {
        List<String> known = request.headers().getAll(HttpHeaders.IF_NONE_MATCH);
        return !known.isEmpty()
                && known.stream()
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || isSame(each, etag));
    }

    /// A cache may have turned the weak tag into a strong one.
    private static boolean isSame(String known, String etag) {
        return known.equals(etag) || known.equals(etag.substring(WEAK.length()));
    }

    private void send(Buffer body) {
        send(new Body(body));
    }

    private void send(Body body) {
        if (Gzip.isFor(request, body.plain())) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
            write(body.gzip());
        } else {
            write(body.plain());
        }
    }

    private void write(Buffer body) {
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }

    private boolean isRead() {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }
}
