package cruddur.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A request, with its parts parsed into their types. A part that cannot be parsed ends the request
/// with 400 and a sentence.
///
/// @param parameters of the path, decoded
/// @param body empty unless the method has one
public record Request(HttpServerRequest http, Map<String, String> parameters, Buffer body) {

    private static final Pattern UUID_FORM =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";

    private static final String BEARER = "Bearer";

    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_]{1,30}");

    private static final int MAXIMUM_LIMIT = 100;

    /// The bearer token, which may be empty or invalid; empty if the request has none.
    public Optional<String> bearerToken() {
        return Optional.ofNullable(http.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(Request::isBearer)
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (header.length() == BEARER.length() || !Character.isLetterOrDigit(header.charAt(BEARER.length())));
    }

    /// Whether the method is a reading one.
    public boolean isRead() {
        return http.method().equals(HttpMethod.GET) || http.method().equals(HttpMethod.HEAD);
    }

    /// Whether it carries nothing that could say who sent it: neither a token nor any cookie, valid or not.
    public boolean isAnonymous() {
        return !http.headers().contains(HttpHeaders.AUTHORIZATION)
                && !http.headers().contains(HttpHeaders.COOKIE);
    }

    public Optional<String> cookie(String name) {
        // Reading one cookie parses all of them; the busiest requests have none.
        return http.headers().contains(HttpHeaders.COOKIE)
                ? Optional.ofNullable(http.getCookie(name)).map(Cookie::getValue)
                : Optional.empty();
    }

    /// Whether, by the browser's headers, a page of this server sent it. Browsers send such headers with
    /// every request that could change something.
    public boolean isFromOwnPage() {
        return http.headers().contains(HttpHeaders.ORIGIN)
                ? schemeOfOwnPage().isPresent()
                : "same-origin".equals(http.getHeader(SEC_FETCH_SITE));
    }

    /// Whether, by the browser's headers, a page of another server sent it.
    public boolean isFromForeignPage() {
        boolean isFromPage =
                http.headers().contains(HttpHeaders.ORIGIN) || http.headers().contains(SEC_FETCH_SITE);
        return isFromPage && !isFromOwnPage();
    }

    /// The scheme, by the browser's headers, of the page of this server that sent it: `https`, possibly
    /// up to a proxy, or `http`. Empty without such headers, for example for a read.
    public Optional<String> schemeOfOwnPage() {
        String origin = http.getHeader(HttpHeaders.ORIGIN);
        return Stream.of("https", "http")
                .filter(scheme -> (scheme + "://" + host()).equals(origin))
                .findFirst();
    }

    /// The scheme, host and port under which the client reached this server. Behind a proxy that ends
    /// TLS, the scheme is the proxy's `X-Forwarded-Proto`. For links of this client's own answer
    /// only, because the client chooses these headers.
    public String origin() {
        boolean isSecure = "https".equals(http.getHeader("X-Forwarded-Proto"));
        return (isSecure ? "https://" : "http://") + host();
    }

    /// The path and query of the page of this server that sent the request, as the browser reports
    /// it.
    public Optional<String> ownReferrer() {
        return Optional.ofNullable(http.getHeader(HttpHeaders.REFERER))
                .flatMap(referrer -> Stream.of("https://", "http://")
                        .map(scheme -> scheme + host() + "/")
                        .filter(referrer::startsWith)
                        .map(prefix -> referrer.substring(prefix.length() - 1))
                        .findFirst())
                .filter(path -> !path.startsWith("//"));
    }

    /// The same request with a JSON body, for a handler that reads one.
    public Request withBody(Buffer json) {
        return new Request(http, parameters, json);
    }

    private String host() {
        return http.headers().contains(HttpHeaders.HOST) ? http.getHeader(HttpHeaders.HOST) : "";
    }

    /// The path's `{uuid}`.
    public UUID uuid() {
        return uuidOf(parameters.getOrDefault("uuid", ""));
    }

    /// The uuid that a text is; 400 if it is none.
    public static UUID uuidOf(String written) {
        if (!UUID_FORM.matcher(written).matches()) {
            throw badRequest("The address must hold a uuid, like 0b5f6f0e-8d4c-4b0e-9a3e-2f1c5d7e9a10.");
        }
        return UUID.fromString(written);
    }

    /// The path's `@{handle}`; 404 if the text cannot be a handle.
    public String handle() {
        String handle = parameters.getOrDefault("handle", "");
        if (!HANDLE.matcher(handle).matches()) {
            throw new RefusedException(Reply.NOT_FOUND);
        }
        return handle;
    }

    /// The path's `{tag}`.
    public String tag() {
        return withoutNul(parameters.getOrDefault("tag", ""));
    }

    /// The header `Last-Event-ID`, with which a client continues a stream.
    public Optional<String> lastEventId() {
        return Optional.ofNullable(http.getHeader("Last-Event-ID"));
    }

    /// The header `Idempotency-Key`.
    public Optional<String> idempotencyKey() {
        return Optional.ofNullable(http.getHeader("Idempotency-Key"));
    }

    /// A digest that identifies the request.
    public Buffer digest() {
        return digest(String.valueOf(http.path()), body);
    }

    /// A digest (SHA-256) of a path and a body, from which neither can be read.
    public static Buffer digest(String path, Buffer body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            return Buffer.buffer(digest.digest(body.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// `limit`, from 1 to 100.
    ///
    /// @param usual if the request has none
    public int limit(int usual) {
        return query("limit").map(Request::limitOf).orElse(usual);
    }

    private static int limitOf(String written) {
        int limit = written.matches("[0-9]{1,3}") ? Integer.parseInt(written) : 0;
        if (limit < 1 || limit > MAXIMUM_LIMIT) {
            throw badRequest("limit must be a whole number from 1 to " + MAXIMUM_LIMIT + ".");
        }
        return limit;
    }

    /// A place in a list.
    ///
    /// @param parse throws `IllegalArgumentException` if the text is not a cursor
    public <T> T cursor(String name, Function<String, T> parse, T orElse) {
        try {
            return query(name).map(parse).orElse(orElse);
        } catch (IllegalArgumentException _) {
            throw badRequest(name + " must be a cursor from the Link header of the previous page.");
        }
    }

    /// A parameter of the query, decoded; the first, if there are several.
    public Optional<String> query(String name) {
        // Reading one parameter parses the query; the busiest requests have none.
        return http.query() == null
                ? Optional.empty()
                : Optional.ofNullable(parameters(http).get(name)).map(Request::withoutNul);
    }

    private static MultiMap parameters(HttpServerRequest http) {
        try {
            return http.params();
        } catch (IllegalArgumentException _) {
            throw badRequest("The address holds a % that is not followed by two hex digits.");
        }
    }

    private static String withoutNul(String value) {
        if (value.indexOf('\0') >= 0) {
            throw badRequest("The address must not hold NUL characters.");
        }
        return value;
    }

    /// This request's path and query, with one parameter set. Names are compared without case, so that
    /// the parameter in other letters does not stay in front.
    public String addressWith(String name, String value) {
        return http.path() + "?" + queryWithout(name) + name + "=" + encoded(value);
    }

    /// This request's path and query, without one parameter.
    public String addressWithout(String name) {
        String query = queryWithout(name);
        return http.path() + (query.isEmpty() ? "" : "?" + query.substring(0, query.length() - 1));
    }

    private String queryWithout(String name) {
        StringBuilder query = new StringBuilder();
        if (http.query() != null) {
            parameters(http).forEach(parameter -> {
                if (!parameter.getKey().equalsIgnoreCase(name)) {
                    query.append(encoded(parameter.getKey()))
                            .append('=')
                            .append(encoded(parameter.getValue()))
                            .append('&');
                }
            });
        }
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static RefusedException badRequest(String detail) {
        return new RefusedException(new Reply.Problem(400, detail));
    }
}
