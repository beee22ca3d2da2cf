package cruddur.localcognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import cruddur.userpool.UserPool;
import io.vertx.core.json.JsonObject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/// Signs the tokens of a session as Cognito does, and parses them.
///
/// @param lifetime of access and id tokens
/// @param clock by which they begin and end
record SessionTokens(UserPool pool, SigningKeys keys, Duration lifetime, InstantSource clock) {

    private static final String SCOPE = "aws.cognito.signin.user.admin";

    /// A session of an account.
    ///
    /// @param originJti the id that all of its tokens share
    /// @param began the time of the sign-in
    record Session(PoolAccount account, UUID originJti, Instant began) {}

    /// The account and the session of an access token.
    record Access(String sub, UUID originJti) {}

    /// A session that begins now.
    Session begun(PoolAccount account) {
        return new Session(account, UUID.randomUUID(), clock.instant());
    }

    /// Cognito's authentication result, without a refresh token. Takes some milliseconds.
    JsonObject of(Session session) {
        KeySet current = keys.current();
        String event = UUID.randomUUID().toString();
        return JsonObject.of(
                "AccessToken",
                current.signed(access(session, event)),
                "IdToken",
                current.signed(id(session, event)),
                "ExpiresIn",
                lifetime.toSeconds(),
                "TokenType",
                "Bearer");
    }

    private JWTClaimsSet access(Session session, String event) {
        return common(session, event)
                .claim("token_use", "access")
                .claim("client_id", pool.clientId())
                .claim("scope", SCOPE)
                .claim("username", session.account.sub())
                .build();
    }

    private JWTClaimsSet id(Session session, String event) {
        PoolAccount account = session.account;
        return common(session, event)
                .claim("token_use", "id")
                .audience(pool.clientId())
                .claim("email", account.email())
                .claim("email_verified", true)
                .claim("name", account.name())
                .claim("preferred_username", account.preferredUsername())
                .claim("cognito:username", account.sub())
                .build();
    }

    private JWTClaimsSet.Builder common(Session session, String event) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(pool.issuer())
                .subject(session.account.sub())
                .claim("auth_time", session.began.getEpochSecond())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(UUID.randomUUID().toString())
                .claim("origin_jti", session.originJti.toString())
                .claim("event_id", event);
    }

    /// Parses and checks an access token. The caller has to check that its session continues.
    Access read(String token) {
        SignedJWT jwt = parsed(token);
        try {
            require(isSigned(jwt), "Could not verify signature for Access Token");
            return access(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException _) {
            throw invalid();
        }
    }

    /// Every exception, checked or not, means that the token is malformed: the parser reads nothing else.
    private static SignedJWT parsed(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException | RuntimeException _) {
            throw invalid();
        }
    }

    private Access access(JWTClaimsSet claims) throws ParseException {
        require(isAccessToHere(claims), "Invalid Access Token");
        require(claims.getExpirationTime().toInstant().isAfter(clock.instant()), "Access Token has expired");
        return new Access(claims.getSubject(), UUID.fromString(claims.getStringClaim("origin_jti")));
    }

    private static CognitoError invalid() {
        return CognitoError.notAuthorized("Invalid Access Token");
    }

    private boolean isSigned(SignedJWT token) throws JOSEException {
        JWK key = keys.current()
                .published(clock.instant())
                .getKeyByKeyId(token.getHeader().getKeyID());
        return key != null
                && token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                && token.verify(new RSASSAVerifier(key.toRSAKey()));
    }

    private boolean isAccessToHere(JWTClaimsSet claims) {
        return pool.issuer().equals(claims.getIssuer())
                && "access".equals(claims.getClaim("token_use"))
                && pool.clientId().equals(claims.getClaim("client_id"));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw CognitoError.notAuthorized(otherwise);
        }
    }
}
