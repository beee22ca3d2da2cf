package cruddur.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/// The other origins whose pages may read this server's answers (CORS). They authenticate with bearer
/// tokens; cookies are for the server's own pages.
///
/// @param allowed origins as browsers send them, like `https://cruddur.example`
public record Origins(Set<String> allowed) {

    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";

    /// The headers of the API, and those that AWS SDKs send from browsers to a user pool.
    private static final String REQUEST_HEADERS = String.join(
            ", ",
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-None-Match",
            "X-Request-Id",
            "Cache-Control",
            "Amz-Sdk-Invocation-Id",
            "Amz-Sdk-Request",
            "X-Amz-Content-Sha256",
            "X-Amz-Date",
            "X-Amz-Security-Token",
            "X-Amz-Target",
            "X-Amz-User-Agent");

    private static final String RESPONSE_HEADERS =
            "Authorization, Link, ETag, Retry-After, X-Request-Id, x-amzn-ErrorType";

    private static final String SECONDS_TO_REMEMBER = "600";

    /// Lets the page that sent the request read the answer, if its origin is allowed.
    void admit(HttpServerRequest request, HttpServerResponse response) {
        if (!isAllowed(request)) {
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, request.getHeader(HttpHeaders.ORIGIN))
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        if (asksBefore(request)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, SECONDS_TO_REMEMBER);
        }
    }

    /// Whether a browser asks whether a page of an allowed origin may send a request.
    boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS) && isAllowed(request) && asksBefore(request);
    }

    private boolean isAllowed(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && allowed.contains(origin);
    }

    private static boolean asksBefore(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
