package cruddur.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

import org.jspecify.annotations.Nullable;

import java.net.MalformedURLException;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the pool's access and id tokens, and believes none that it cannot check.
///
/// Thread-safe; one serves a whole process, so that its keys are fetched once. Blocks while it
/// fetches them.
public final class Tokens {

    /// Cognito's tokens have one to two thousand characters.
    private static final int MAXIMUM_LENGTH = 8 * 1024;

    private static final Pattern SUBJECT = Pattern.compile("[!-~]{1,128}");

    private static final Duration LEEWAY = Duration.ofSeconds(30);

    /// What a token says that was checked.
    ///
    /// @param cognitoUserId the id by which the pool knows the token's person (`sub`)
    /// @param attributes which an id token has
    /// @param generation of the keys it was checked with; it must be checked again in another
    record Checked(String cognitoUserId, Instant expiry, Attributes attributes, int generation) {}

    private final UserPool pool;
    private final InstantSource clock;
    private final PoolKeys keys;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    public Tokens(UserPool pool) {
        this(pool, InstantSource.system());
    }

    Tokens(UserPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.keys = new PoolKeys(urlOf(pool), clock);
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        processor.setJWTClaimsSetVerifier((_, _) -> {});
    }

    private static URL urlOf(UserPool pool) {
        try {
            return pool.jwks().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(
                    "The user pool's address " + pool.jwks() + " is no URL", e);
        }
    }

    /// Grows whenever a key leaves the pool: what was believed before must be checked again. Never
    /// blocks.
    int generation() {
        return keys.generation();
    }

    /// Checks a token.
    ///
    /// @throws BadToken if the token is not one of the pool's, for this client, now
    /// @throws JOSEException if that cannot be found out because the pool's keys cannot be fetched
    Checked check(String token) throws BadToken, JOSEException {
        if (token.length() > MAXIMUM_LENGTH) {
            throw new BadToken("the token is too long");
        }
        // Asked first, so that a key that leaves meanwhile takes the token along.
        int generation = keys.generation();
        return check(claims(token), generation);
    }

    private JWTClaimsSet claims(String token) throws BadToken, JOSEException {
        Instant arrival = clock.instant();
        try {
            // A SignedJWT cannot have the algorithm `none`.
            SignedJWT parsed = SignedJWT.parse(token);
            return verified(parsed, latestMaking(parsed, arrival));
        } catch (ParseException _) {
            throw new BadToken("the token is not a signed JWT");
        }
    }

    /// When the token was made, at the latest, by what it says and we know. A lie harms only the
    /// one who tells it.
    private static Instant latestMaking(SignedJWT token, Instant arrival) throws ParseException {
        Date issued = token.getJWTClaimsSet().getIssueTime();
        Instant said = issued == null ? arrival : issued.toInstant().plus(LEEWAY);
        return said.isBefore(arrival) ? said : arrival;
    }

    private JWTClaimsSet verified(SignedJWT token, Instant made) throws BadToken, JOSEException {
        try {
            return processor.process(token, null);
        } catch (BadJOSEException _) {
            throw notByThePool();
        } catch (RateLimitReachedException e) {
            // Its key may have been published since we asked, unless the token is older than that.
            if (keys.wereFetchedSince(made)) {
                throw notByThePool();
            }
            throw e;
        }
    }

    private static BadToken notByThePool() {
        return new BadToken("the token is not signed by a key of the user pool");
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
            throw new BadToken("the token names nobody");
        }
        return subject;
    }

    private static Attributes attributes(JWTClaimsSet claims) {
        return new Attributes(
                text(claims, "name"), text(claims, "email"), text(claims, "preferred_username"));
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
