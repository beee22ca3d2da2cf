package cruddur.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/// A token whose signature has not been checked.
record UncheckedToken(SignedJWT token, JWTClaimsSet claims) {

    /// The parser reads nothing but the token. So every exception, checked or not, means that the
    /// token is malformed. A `SignedJWT` cannot have the algorithm `none`.
    static UncheckedToken of(String token) throws BadToken {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            return new UncheckedToken(parsed, parsed.getJWTClaimsSet());
        } catch (ParseException | RuntimeException _) {
            throw new BadToken("the token is not a signed JWT");
        }
    }

    /// Whether it has the form of the pool's tokens, regardless of the keys.
    boolean isOfKnownKind() {
        JOSEObjectType type = token.getHeader().getType();
        return token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                && (type == null || type.equals(JOSEObjectType.JWT));
    }

    /// The keys that its header may refer to: several, if they have the same name or none.
    List<JWK> keysAmong(JWKSet keys) {
        return keys.filter(JWKMatcher.forJWSHeader(token.getHeader())).getKeys();
    }

    boolean isSignedByOneOf(JWKSet keys) {
        return keysAmong(keys).stream().anyMatch(this::isSignedBy);
    }

    private boolean isSignedBy(JWK key) {
        try {
            return token.verify(new RSASSAVerifier(key.toRSAKey()));
        } catch (JOSEException _) {
            return false;
        }
    }

    /// The latest time at which the token can have been issued, by its own claim and its arrival. A false
    /// claim harms only its sender.
    Instant latestIssue(Instant arrival) {
        Date issued = claims.getIssueTime();
        Instant said = issued == null ? arrival : issued.toInstant().plus(Tokens.LEEWAY);
        return said.isBefore(arrival) ? said : arrival;
    }
}
