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

    static Optional<SessionId> of(Request request) {
        return request.cookie(SECURE_NAME).or(() -> request.cookie(NAME)).flatMap(SessionId::parse);
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
        boolean secure = request.isFromSecurePage();
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
