package cruddur.localcognito;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// SRP-6a as Amazon Cognito's clients compute it: the server and a client prove to each other that they
/// know a password, or what is derived from it, and neither sends it. The group is the 3072-bit one of
/// RFC 3526, the hash SHA-256. The names are those of RFC 2945.
final class Srp {

    static final BigInteger N = new BigInteger("""
            FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
            EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
            EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F\
            83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
            E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510\
            15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
            ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
            BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF""", 16);

    private static final BigInteger G = BigInteger.TWO;
    private static final BigInteger K = hashed(N.toByteArray(), G.toByteArray());

    private static final byte[] KEY_PURPOSE = "Caldera Derived Key\u0001".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 16;

    private static final int SECRET_BITS = 256;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Srp() {}

    /// v, which the server keeps instead of the password.
    ///
    /// @param userId what the pool calls the person
    static BigInteger verifier(BigInteger salt, String userId, String password) {
        byte[] identity = sha256((poolName() + userId + ":" + password).getBytes(StandardCharsets.UTF_8));
        return G.modPow(hashed(salt.toByteArray(), identity), N);
    }

    /// b, for one sign-in.
    static BigInteger randomSecret() {
        return new BigInteger(SECRET_BITS, RANDOM);
    }

    /// B.
    static BigInteger publicValue(BigInteger secret, BigInteger verifier) {
        return K.multiply(verifier).add(G.modPow(secret, N)).mod(N);
    }

    /// Whether this A would let anyone in, because the result does not depend on the password.
    static boolean isDangerous(BigInteger a) {
        return a.mod(N).signum() == 0;
    }

    /// The key that both sides have if the client knows the password.
    static byte[] key(BigInteger a, BigInteger b, BigInteger secret, BigInteger verifier) {
        BigInteger u = hashed(a.toByteArray(), b.toByteArray());
        BigInteger s = a.multiply(verifier.modPow(u, N)).modPow(secret, N);
        byte[] extracted = hmac(u.toByteArray(), s.toByteArray());
        return Arrays.copyOf(hmac(extracted, KEY_PURPOSE), KEY_BYTES);
    }

    /// The client's proof that it has the key.
    static byte[] signature(byte[] key, String userId, byte[] secretBlock, String timestamp) {
        return hmac(
                key,
                poolName().getBytes(StandardCharsets.UTF_8),
                userId.getBytes(StandardCharsets.UTF_8),
                secretBlock,
                timestamp.getBytes(StandardCharsets.UTF_8));
    }

    /// The part of the pool's id after the region.
    private static String poolName() {
        return LocalPool.POOL_ID.substring(LocalPool.POOL_ID.indexOf('_') + 1);
    }

    private static BigInteger hashed(byte[]... parts) {
        return new BigInteger(1, sha256(parts));
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC with SHA-256", e);
        }
    }
}
