package cruddur.identity;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The secret in a browser's cookie for its session or its sign-up, 256 random bits. The database has
/// only two values derived from it: a digest to find the row by, and data that is encrypted with a
/// key that is derived from it, too. So a server needs no secret of its own, and a copy of the
/// database is useless to an attacker.
final class BrowserSecret {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int BYTES = 32;
    private static final int WRITTEN_LENGTH = 43;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] secret;

    private BrowserSecret(byte[] secret) {
        this.secret = secret;
    }

    static BrowserSecret random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new BrowserSecret(secret);
    }

    /// Parses the value of a cookie; empty if it is not such a secret.
    static Optional<BrowserSecret> parse(String written) {
        try {
            return written.length() == WRITTEN_LENGTH
                    ? Optional.of(new BrowserSecret(Base64.getUrlDecoder().decode(written)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The secret in clear text, only for a cookie.
    String reveal() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    Buffer digest() {
        return Buffer.buffer(derived("digest"));
    }

    /// A digest of the secret and a text. Finding a row by it takes both.
    Buffer digestWith(String text) {
        return Buffer.buffer(derived("digest with " + text));
    }

    /// Encrypts with AES-256-GCM; a random nonce comes before the result.
    Buffer seal(String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(nonce).appendBytes(crypt(Cipher.ENCRYPT_MODE, nonce, plain, 0, plain.length));
    }

    /// @throws IllegalStateException if it was not sealed with this secret
    String open(Buffer sealed) {
        byte[] bytes = sealed.getBytes();
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        return new String(
                crypt(Cipher.DECRYPT_MODE, nonce, bytes, NONCE_BYTES, bytes.length - NONCE_BYTES),
                StandardCharsets.UTF_8);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input, int offset, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode, new SecretKeySpec(derived("refresh token"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input, offset, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This was not encrypted with this secret", e);
        }
    }

    private byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
