package cruddur.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// Writes the reply to one request.
final class Answer {

    private static final CharSequence JSON =
            HttpHeaders.createOptimized("application/json; charset=utf-8");
    private static final CharSequence PROBLEM =
            HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence X_CONTENT_TYPE_OPTIONS =
            HttpHeaders.createOptimized("x-content-type-options");

    /// What an answer depends on besides the address.
    private static final CharSequence VARY =
            HttpHeaders.createOptimized("authorization, cookie, origin");

    private static final String WEAK = "W/";

    private static final HexFormat HEX = HexFormat.of();

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    Answer(HttpServerRequest request) {
        this.request = request;
        this.response = request.response();
    }

    /// Does nothing if an answer was written already, or nobody waits for one any more.
    void write(Reply reply) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.putHeader(X_CONTENT_TYPE_OPTIONS, NOSNIFF);
        switch (reply) {
            case Reply.Json json -> json(json);
            case Reply.Document document -> document(document);
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

    private void json(Reply.Json json) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        json.headers().forEach(response::putHeader);
        if (isRead()) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
            unlessKnown(json.body());
        } else {
            response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE).end(json.body());
        }
    }

    private void document(Reply.Document document) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, document.type());
        document.headers().forEach(response::putHeader);
        if (document.status() == 200 && isRead()) {
            unlessKnown(document.body());
        } else {
            response.setStatusCode(document.status());
            send(document.body());
        }
    }

    private void empty(int status, Map<String, String> headers) {
        headers.forEach(response::putHeader);
        response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE).end();
    }

    private void refused(List<String> codes) {
        response.setStatusCode(422)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        send(new JsonArray(codes).toBuffer());
    }

    private void problem(Reply.Problem problem) {
        problem.headers().forEach(response::putHeader);
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (isCutShort()) {
            // What is left of the request would be read as the next one.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        send(
                JsonObject.of(
                                "title",
                                        HttpResponseStatus.valueOf(problem.status()).reasonPhrase(),
                                "status", problem.status(),
                                "detail", problem.detail())
                        .toBuffer());
    }

    /// Whether there is more of the request than was read.
    private boolean isCutShort() {
        return request.decoderResult().isFailure() || (hasBody() && !request.isEnded());
    }

    /// Vert.x tells of a request before it tells that it has no body.
    private boolean hasBody() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0"))
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /// 304 if the client has just this, otherwise the body.
    private void unlessKnown(Buffer body) {
        String etag = etag(body);
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

    /// What a cache made strong is the same answer still.
    private static boolean isSame(String known, String etag) {
        return known.equals(etag) || known.equals(etag.substring(WEAK.length()));
    }

    private void send(Buffer body) {
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
        } else {
            response.end(body);
        }
    }

    private boolean isRead() {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    /// Two checksums of different kinds, 64 bits together: to tell two versions of one answer
    /// apart, at a small part of a digest's cost.
    private static String etag(Buffer body) {
        byte[] bytes = body.getBytes();
        return WEAK
                + "\""
                + HEX.toHexDigits(sum(new CRC32C(), bytes))
                + HEX.toHexDigits(sum(new CRC32(), bytes))
                + "\"";
    }

    private static int sum(Checksum checksum, byte[] bytes) {
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
