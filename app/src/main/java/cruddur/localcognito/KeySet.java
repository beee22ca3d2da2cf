package cruddur.localcognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// The pool's keys. The first one signs; the others signed before, and are published until their last
/// token has expired (`exp`).
///
/// @param keys with their private halves
public record KeySet(List<RSAKey> keys) {

    /// The clocks of other machines may be slow.
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    /// Before any was read.
    static final KeySet NONE = new KeySet(List.of());

    private static final String PURPOSE = "signing keys";

    public KeySet {
        keys = List.copyOf(keys);
    }

    /// A set with one new key. Takes about a tenth of a second.
    public static KeySet generate() {
        return new KeySet(List.of(newKey()));
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java platform can make an RSA key", e);
        }
    }

    /// The keys with their private halves, as the database keeps them.
    public byte[] sealed(Seal seal) {
        String written = new JWKSet(List.copyOf(keys)).toString(false);
        return seal.close(written.getBytes(StandardCharsets.UTF_8), PURPOSE);
    }

    /// Empty if another secret sealed them.
    public static Optional<KeySet> opened(Seal seal, byte[] sealed) {
        return seal.open(sealed, PURPOSE)
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .map(KeySet::read);
    }

    private static KeySet read(String written) {
        try {
            return new KeySet(
                    JWKSet.parse(written).getKeys().stream().map(JWK::toRSAKey).toList());
        } catch (ParseException e) {
            throw new IllegalStateException("What was sealed is no set of keys", e);
        }
    }

    /// The set with a new key to sign with, and without those that have expired.
    ///
    /// @param tokenLifetime of the tokens that were signed until now
    public KeySet rotated(Instant now, Duration tokenLifetime) {
        RSAKey retired = new RSAKey.Builder(signing())
                .expirationTime(Date.from(now.plus(tokenLifetime).plus(LEEWAY)))
                .build();
        return new KeySet(Stream.concat(
                        Stream.of(newKey(), retired), keys.stream().skip(1).filter(key -> isNeeded(key, now)))
                .toList());
    }

    /// The key that signs.
    public RSAKey signing() {
        return keys.getFirst();
    }

    /// A token with these claims, by the key that signs. Takes some milliseconds.
    public String signed(JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(signing().getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(signing()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The pool's key cannot sign", e);
        }
    }

    /// The public halves of all keys whose tokens may still be valid.
    public JWKSet published(Instant now) {
        return new JWKSet(keys.stream()
                .filter(key -> isNeeded(key, now))
                .map(key -> (JWK) key.toPublicJWK())
                .toList());
    }

    private static boolean isNeeded(RSAKey key, Instant now) {
        return key.getExpirationTime() == null
                || key.getExpirationTime().toInstant().isAfter(now);
    }
}
