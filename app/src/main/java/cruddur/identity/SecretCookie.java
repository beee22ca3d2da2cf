package cruddur.identity;

import cruddur.http.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A cookie with a secret, invisible to scripts. Over TLS its name begins with `__Host-`, which
/// browsers accept neither from another host nor in clear text.
enum SecretCookie {

    /// Lasts as long as the longest session.
    SESSION("cruddur_session", Duration.ofDays(30)),

    /// Lasts as long as a sign-up waits for its confirmation.
    SIGN_UP("cruddur_sign_up", Duration.ofMinutes(10));

    private final String name;
    private final String secureName;
    private final Duration lifetime;

    SecretCookie(String name, Duration lifetime) {
        this.name = name;
        this.secureName = "__Host-" + name;
        this.lifetime = lifetime;
    }

    /// The secret in the request's cookie. An attacker on a clear-text connection or at a neighbouring
    /// host can plant the plain name. So for a page that came over TLS only the prefixed name counts, and
    /// for a page in clear text only the plain one.
    Optional<BrowserSecret> of(Request request) {
        Optional<String> cookie = switch (request.schemeOfOwnPage().orElse("")) {
            case "https" -> request.cookie(secureName);
            case "http" -> request.cookie(name);
            default -> request.cookie(secureName).or(() -> request.cookie(name));
        };
        return cookie.flatMap(BrowserSecret::parse);
    }

    /// The header with which the browser keeps it.
    Map<String, String> kept(Request request, BrowserSecret secret) {
        return header(request, secret.reveal(), lifetime);
    }

    /// The header with which the browser deletes it.
    Map<String, String> forgotten(Request request) {
        return header(request, "", Duration.ZERO);
    }

    private Map<String, String> header(Request request, String value, Duration age) {
        boolean secure = request.schemeOfOwnPage().equals(Optional.of("https"));
        return Map.of(
                "Set-Cookie",
                (secure ? secureName : name)
                        + "="
                        + value
                        + "; Path=/; Max-Age="
                        + age.toSeconds()
                        + "; HttpOnly; SameSite=Lax"
                        + (secure ? "; Secure" : ""));
    }
}
