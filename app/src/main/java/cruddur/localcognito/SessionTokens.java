package cruddur.localcognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import cruddur.identity.UserPool;

import io.vertx.core.json.JsonObject;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/// Signs the tokens of a session as Cognito does, and reads them back.
///
/// @param lifetime of access and id tokens
record SessionTokens(UserPool pool, SigningKeys keys, Duration lifetime) {

    private static final String SCOPE = "aws.cognito.signin.user.admin";

    /// A signed-in person.
    ///
    /// @param originJti what all of its tokens have in common
    /// @param began when its person signed in
    record Session(Person person, UUID originJti, Instant began) {}

    /// Whose an access token is, and of which session.
    record Access(String sub, UUID originJti) {}

    /// What Cognito calls an authentication result, without a refresh token. Takes some
    /// milliseconds.
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
                .claim("username", session.person.sub())
                .build();
    }

    private JWTClaimsSet id(Session session, String event) {
        Person person = session.person;
        return common(session, event)
                .claim("token_use", "id")
                .audience(pool.clientId())
                .claim("email", person.email())
                .claim("email_verified", true)
                .claim("name", person.name())
                .claim("preferred_username", person.preferredUsername())
                .claim("cognito:username", person.sub())
                .build();
    }

    private JWTClaimsSet.Builder common(Session session, String event) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(pool.issuer())
                .subject(session.person.sub())
                .claim("auth_time", session.began.getEpochSecond())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(UUID.randomUUID().toString())
                .claim("origin_jti", session.originJti.toString())
                .claim("event_id", event);
    }

    /// Reads an access token; whether its session goes on is for the caller to find out.
    Access read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            require(isSigned(jwt), "Could not verify signature for Access Token");
            require(isAccessToHere(claims), "Invalid Access Token");
            require(
                    claims.getExpirationTime().toInstant().isAfter(Instant.now()),
                    "Access Token has expired");
            return new Access(
                    claims.getSubject(), UUID.fromString(claims.getStringClaim("origin_jti")));
        } catch (ParseException | JOSEException _) {
            throw CognitoException.notAuthorized("Invalid Access Token");
        }
    }

    private boolean isSigned(SignedJWT token) throws JOSEException {
        JWK key =
                keys.current().published(Instant.now()).getKeyByKeyId(token.getHeader().getKeyID());
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
            throw CognitoException.notAuthorized(otherwise);
        }
    }
}
