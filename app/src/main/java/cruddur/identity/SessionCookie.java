package cruddur.identity;

import cruddur.http.Request;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The cookie that holds a session's id, out of reach of scripts. Over TLS its name begins with
/// `__Host-`, which no browser takes from another host, nor in clear text.
final class SessionCookie {

    private static final String NAME = "cruddur_session";
    private static final String SECURE_NAME = "__Host-" + NAME;

    /// As long as a session lasts at most.
    private static final Duration LIFETIME = Duration.ofDays(30);

    private SessionCookie() {}

    /// The session that the request names. Whoever is on the way of clear text, or has a
    /// neighbouring host, can plant the plain name, and write pages in clear text: for a page that
    /// came over TLS the plain name does not count, and for one that did not only it does.
    static Optional<SessionId> of(Request request) {
        Optional<String> cookie =
                switch (request.schemeOfOwnPage().orElse("")) {
                    case "https" -> request.cookie(SECURE_NAME);
                    case "http" -> request.cookie(NAME);
                    default -> request.cookie(SECURE_NAME).or(() -> request.cookie(NAME));
                };
        return cookie.flatMap(SessionId::parse);
    }

    /// The header that has the browser keep it.
    static Map<String, String> kept(Request request, SessionId id) {
        return header(request, id.reveal(), LIFETIME);
    }

    /// The header that has the browser forget it.
    static Map<String, String> forgotten(Request request) {
        return header(request, "", Duration.ZERO);
    }

    private static Map<String, String> header(Request request, String value, Duration lifetime) {
        boolean secure = request.schemeOfOwnPage().equals(Optional.of("https"));
        return Map.of(
                "Set-Cookie",
                (secure ? SECURE_NAME : NAME)
                        + "="
                        + value
                        + "; Path=/; Max-Age="
                        + lifetime.toSeconds()
                        + "; HttpOnly; SameSite=Lax"
                        + (secure ? "; Secure" : ""));
    }
}
