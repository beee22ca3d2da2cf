package cruddur.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The media type of a request's body.
public enum Media {
    JSON("application/([a-z0-9.+-]+\\+)?json", "JSON: send Content-Type: application/json"),

    /// The type that Amazon's clients send.
    AMAZON_JSON("application/x-amz-json-1\\.1", "Amazon's JSON: send Content-Type: application/x-amz-json-1.1"),

    /// The type of a browser's form.
    FORM("application/x-www-form-urlencoded", "a form: send Content-Type: application/x-www-form-urlencoded");

    private static final Set<String> CODINGS =
            Set.of("gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "identity");

    private final Pattern type;
    private final String hint;

    Media(String type, String hint) {
        this.type = Pattern.compile("(?i)" + type + "\\s*(;.*)?");
        this.hint = hint;
    }

    /// The refusal of a body with another type. A body without a type is accepted.
    Optional<Reply> refusal(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        String given = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (encoding != null) {
            return Optional.of(encoded(encoding));
        }
        boolean fits = given == null || type.matcher(given).matches();
        return fits ? Optional.empty() : Optional.of(new Reply.Problem(415, "The body must be " + hint + "."));
    }

    /// Names the codings if they are known ones. Other text of the client is not repeated.
    private static Reply encoded(String encoding) {
        boolean isKnown = Arrays.stream(encoding.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .allMatch(CODINGS::contains);
        return new Reply.Problem(
                415,
                "The Content-Encoding " + (isKnown ? encoding + " " : "")
                        + "is not supported. Send the body without one.",
                Map.of("Accept-Encoding", "identity"));
    }
}
