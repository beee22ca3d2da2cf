package cruddur.localcognito;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import cruddur.http.Reply;
import cruddur.http.Request;
import cruddur.identity.UserPool;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/// The local pool's key: publishes its public half, and signs access tokens as Cognito does.
///
/// @param key with its private half
public record LocalPool(RSAKey key) {

    /// Where the pool answers, below the server's address.
    public static final String PATH = "/cognito-idp";

    public static final String POOL_ID = "local_cruddur";
    public static final String CLIENT_ID = "cruddurweb";

    public static final String JWKS_PATH = PATH + "/" + POOL_ID + "/.well-known/jwks.json";

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    /// Makes a key. Takes about a tenth of a second.
    public static LocalPool generate() {
        try {
            return new LocalPool(
                    new RSAKeyGenerator(2048)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.RS256)
                            .keyID(UUID.randomUUID().toString())
                            .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java platform can make an RSA key", e);
        }
    }

    /// Reads what [#written] wrote.
    ///
    /// @throws IllegalArgumentException if it is no key
    public static LocalPool read(String written) {
        try {
            return new LocalPool(RSAKey.parse(written));
        } catch (ParseException e) {
            throw new IllegalArgumentException("This is no RSA key in JSON", e);
        }
    }

    /// The key with its private half, for a file that nobody else can read.
    public String written() {
        return key.toJSONString();
    }

    /// This pool as those who check its tokens see it.
    ///
    /// @param server the server's address, without a path
    public static UserPool seenAt(URI server) {
        return new UserPool(URI.create(server + PATH), POOL_ID, CLIENT_ID);
    }

    /// The public keys.
    public Future<Reply> jwks(Request request) {
        Buffer keys = Buffer.buffer(new JWKSet(key.toPublicJWK()).toString());
        return Future.succeededFuture(
                new Reply.Document(
                        "application/json", keys, Map.of("Cache-Control", "public, max-age=300")));
    }

    /// An access token, good for an hour.
    ///
    /// @param cognitoUserId the person, as `users.cognito_user_id` has them
    public String accessToken(URI server, String cognitoUserId) {
        UserPool pool = seenAt(server);
        Instant now = Instant.now();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(pool.issuer())
                        .subject(cognitoUserId)
                        .claim("token_use", "access")
                        .claim("client_id", pool.clientId())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(TOKEN_LIFETIME)))
                        .jwtID(UUID.randomUUID().toString())
                        .build();
        return signed(claims);
    }

    private String signed(JWTClaimsSet claims) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                            claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("The local pool's key cannot sign", e);
        }
    }
}
