package cruddur.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jwt.JWTClaimsSet;
import cruddur.userpool.Attributes;
import cruddur.userpool.UserPool;
import java.net.MalformedURLException;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses and checks the pool's access and id tokens.
///
/// Thread-safe; one instance serves the process, so that the keys are fetched once. Blocks while it
/// fetches them.
public final class Tokens {

    /// Cognito's tokens have one to two thousand characters.
    private static final int MAXIMUM_LENGTH = 8 * 1024;

    private static final Pattern SUBJECT = Pattern.compile("[!-~]{1,128}");

    /// By which the clocks of the pool and of this server may differ.
    static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final String NOT_BY_THE_POOL = "the token is not signed by a key of the user pool";

    /// The content of a checked token.
    ///
    /// @param cognitoUserId the pool's id of the person (`sub`)
    /// @param attributes of an id token
    /// @param groups of the person in the pool
    /// @param generation of the keys; in another generation, the token must be checked again
    record Checked(String cognitoUserId, Instant expiry, Attributes attributes, List<String> groups, int generation) {}

    private final UserPool pool;
    private final InstantSource clock;
    private final PoolKeys keys;

    /// How often an account was deleted by this process.
    private final AtomicInteger deletions = new AtomicInteger();

    /// @param clock by which tokens are checked
    public Tokens(UserPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.keys = new PoolKeys(urlOf(pool), clock);
    }

    private static URL urlOf(UserPool pool) {
        try {
            return pool.jwks().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("The user pool's address " + pool.jwks() + " is no URL", e);
        }
    }

    /// The generation of the keys. It grows when a key leaves the pool or an account is deleted; then tokens must be
    /// checked again.
    /// Never blocks.
    int generation() {
        return keys.generation() + deletions.get();
    }

    /// Makes every token be checked again, because an account was deleted.
    void checkAgain() {
        deletions.incrementAndGet();
    }

    /// Checks a token.
    ///
    /// @throws BadToken if the pool did not issue the token, or not for this client, or it is not valid
    ///   now
    /// @throws JOSEException if the pool's keys cannot be fetched, so the result is unknown
    Checked check(String token) throws BadToken, JOSEException {
        Instant arrival = clock.instant();
        int before = deletions.get();
        require(token.length() <= MAXIMUM_LENGTH, "the token is too long");
        UncheckedToken parsed = UncheckedToken.of(token);
        require(parsed.isOfKnownKind(), NOT_BY_THE_POOL);
        PoolKeys.Fetched fetched = keysFor(parsed, arrival);
        require(parsed.isSignedByOneOf(fetched.keys()), NOT_BY_THE_POOL);
        return check(parsed.claims(), fetched.generation() + before);
    }

    /// The pool's keys, fetched again if the token's key is not among them.
    private PoolKeys.Fetched keysFor(UncheckedToken token, Instant arrival) throws JOSEException {
        PoolKeys.Fetched known = keys.current();
        try {
            return token.keysAmong(known.keys()).isEmpty() ? keys.after(known) : known;
        } catch (RateLimitReachedException e) {
            // The key may have been published since the last fetch, unless the token is older than that fetch.
            if (known.begin().isBefore(token.latestIssue(arrival))) {
                throw e;
            }
            return known;
        }
    }

    private Checked check(JWTClaimsSet claims, int generation) throws BadToken {
        Instant now = clock.instant();
        require(pool.issuer().equals(claims.getIssuer()), "the token is from another issuer");
        require(isForThisClient(claims), "the token is for another client, or for another use");
        require(isReached(claims.getNotBeforeTime(), now), "the token is not valid yet");
        require(isReached(claims.getIssueTime(), now), "the token is from the future");
        require(expiresAfter(claims.getExpirationTime(), now), "the token has expired");
        return new Checked(
                subject(claims),
                claims.getExpirationTime().toInstant(),
                attributes(claims),
                groups(claims),
                generation);
    }

    private boolean isForThisClient(JWTClaimsSet claims) {
        return switch (String.valueOf(claims.getClaim("token_use"))) {
            case "access" -> pool.clientId().equals(claims.getClaim("client_id"));
            case "id" -> claims.getAudience().contains(pool.clientId());
            default -> false;
        };
    }

    private static boolean isReached(@Nullable Date time, Instant now) {
        return time == null || time.toInstant().isBefore(now.plus(LEEWAY));
    }

    private static boolean expiresAfter(@Nullable Date expiry, Instant now) {
        return expiry != null && expiry.toInstant().isAfter(now.minus(LEEWAY));
    }

    private static String subject(JWTClaimsSet claims) throws BadToken {
        String subject = claims.getSubject();
        if (subject == null || !SUBJECT.matcher(subject).matches()) {
            throw new BadToken("the token names no person");
        }
        return subject;
    }

    private static Attributes attributes(JWTClaimsSet claims) {
        return new Attributes(text(claims, "name"), text(claims, "email"), text(claims, "preferred_username"));
    }

    /// The groups in a token that the pool has just given.
    static List<String> groups(String token) {
        try {
            return groups(UncheckedToken.of(token).claims());
        } catch (BadToken _) {
            return List.of();
        }
    }

    private static List<String> groups(JWTClaimsSet claims) {
        return claims.getClaim("cognito:groups") instanceof List<?> groups
                ? groups.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) {
        return Optional.ofNullable(claims.getClaim(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static void require(boolean condition, String otherwise) throws BadToken {
        if (!condition) {
            throw new BadToken(otherwise);
        }
    }
}
