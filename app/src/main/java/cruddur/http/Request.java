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

/// A request as a handler sees it: its parts, read into the types they must have. A part that is
/// not of its type ends the request with 400 and a sentence.
///
/// @param parameters the path's, decoded
/// @param body empty unless the method has one
public record Request(HttpServerRequest http, Map<String, String> parameters, Buffer body) {

    private static final Pattern UUID_FORM =
            Pattern.compile(
                    "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";

    private static final String BEARER = "Bearer";

    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_]{1,30}");

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAXIMUM_LIMIT = 100;

    /// The bearer token, which may be empty or nonsense, if the request says that it carries one.
    public Optional<String> bearerToken() {
        return Optional.ofNullable(http.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(Request::isBearer)
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private static boolean isBearer(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (header.length() == BEARER.length()
                        || !Character.isLetterOrDigit(header.charAt(BEARER.length())));
    }

    /// Whether it only asks.
    public boolean isRead() {
        return http.method().equals(HttpMethod.GET) || http.method().equals(HttpMethod.HEAD);
    }

    public Optional<String> cookie(String name) {
        // Asking for a cookie parses all of them; the busiest requests have none.
        return http.headers().contains(HttpHeaders.COOKIE)
                ? Optional.ofNullable(http.getCookie(name)).map(Cookie::getValue)
                : Optional.empty();
    }

    /// Whether a browser says that a page of this very server sent it. A browser says so, or the
    /// opposite, of everything that could change anything.
    public boolean isFromOwnPage() {
        return http.headers().contains(HttpHeaders.ORIGIN)
                ? schemeOfOwnPage().isPresent()
                : "same-origin".equals(http.getHeader(SEC_FETCH_SITE));
    }

    /// Whether a browser says that a page of another server sent it.
    public boolean isFromForeignPage() {
        boolean isFromPage =
                http.headers().contains(HttpHeaders.ORIGIN)
                        || http.headers().contains(SEC_FETCH_SITE);
        return isFromPage && !isFromOwnPage();
    }

    /// How the page of this server that sent it came to the browser, as the browser says: `https`,
    /// which a proxy may have ended, or `http`. Empty if it does not say, as when it only asks.
    public Optional<String> schemeOfOwnPage() {
        String origin = http.getHeader(HttpHeaders.ORIGIN);
        return Stream.of("https", "http")
                .filter(scheme -> (scheme + "://" + host()).equals(origin))
                .findFirst();
    }

    private String host() {
        return http.headers().contains(HttpHeaders.HOST) ? http.getHeader(HttpHeaders.HOST) : "";
    }

    /// The path's `{uuid}`.
    public UUID uuid() {
        String written = parameters.getOrDefault("uuid", "");
        if (!UUID_FORM.matcher(written).matches()) {
            throw badRequest(
                    "The address must hold a uuid, like 0b5f6f0e-8d4c-4b0e-9a3e-2f1c5d7e9a10.");
        }
        return UUID.fromString(written);
    }

    /// The path's `@{handle}`. What cannot be a handle is nobody's: 404.
    public String handle() {
        String handle = parameters.getOrDefault("handle", "");
        if (!HANDLE.matcher(handle).matches()) {
            throw new RefusedException(Reply.NOT_FOUND);
        }
        return handle;
    }

    /// The header `Idempotency-Key`.
    public Optional<String> idempotencyKey() {
        return Optional.ofNullable(http.getHeader("Idempotency-Key"));
    }

    /// What tells this request from every other one.
    public Buffer digest() {
        return digest(String.valueOf(http.path()), body);
    }

    /// A digest (SHA-256) of a path and what is sent there, which tells nobody what that was.
    public static Buffer digest(String path, Buffer body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            return Buffer.buffer(digest.digest(body.getBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// `limit`, from 1 to 100; 20 if it is not said.
    public int limit() {
        return query("limit").map(Request::limitOf).orElse(DEFAULT_LIMIT);
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
    /// @param parse throws `IllegalArgumentException` for what is no cursor
    public <T> T cursor(String name, Function<String, T> parse, T orElse) {
        try {
            return query(name).map(parse).orElse(orElse);
        } catch (IllegalArgumentException _) {
            throw badRequest(
                    name + " must be a cursor, as the header Link of the page before has it.");
        }
    }

    /// A parameter of the query, decoded; the first, if there are several.
    public Optional<String> query(String name) {
        // Asking for the parameters parses the query; the busiest requests have none.
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

    /// This request's path and query, with one parameter set. Case does not tell parameters apart,
    /// so that one in other letters must not stay in front of it.
    String addressWith(String name, String value) {
        StringBuilder address = new StringBuilder(http.path()).append('?');
        if (http.query() != null) {
            http.params()
                    .forEach(
                            parameter -> {
                                if (!parameter.getKey().equalsIgnoreCase(name)) {
                                    address.append(encoded(parameter.getKey()))
                                            .append('=')
                                            .append(encoded(parameter.getValue()))
                                            .append('&');
                                }
                            });
        }
        return address.append(name).append('=').append(encoded(value)).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static RefusedException badRequest(String detail) {
        return new RefusedException(new Reply.Problem(400, detail));
    }
}
