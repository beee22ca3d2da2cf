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

/// The secret that a browser shows for its session, 256 random bits. The database has only what is
/// made of it: a digest to find the session by, and the refresh token that a second key, made of it
/// too, encrypts. So a server needs no secret of its own, and what somebody reads in the database
/// is of no use to them.
final class SessionId {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int BYTES = 32;
    private static final int WRITTEN_LENGTH = 43;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] secret;

    private SessionId(byte[] secret) {
        this.secret = secret;
    }

    static SessionId random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new SessionId(secret);
    }

    /// What a cookie holds; empty if it can be none of ours.
    static Optional<SessionId> parse(String written) {
        try {
            return written.length() == WRITTEN_LENGTH
                    ? Optional.of(new SessionId(Base64.getUrlDecoder().decode(written)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// For a cookie, and for nothing else.
    String reveal() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    Buffer digest() {
        return Buffer.buffer(derived("digest"));
    }

    /// Encrypts with AES-256-GCM, under a random nonce that stands in front.
    Buffer seal(String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(nonce)
                .appendBytes(crypt(Cipher.ENCRYPT_MODE, nonce, plain, 0, plain.length));
    }

    /// @throws IllegalStateException if it was not sealed under this id
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
                    mode,
                    new SecretKeySpec(derived("refresh token"), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input, offset, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This was not encrypted for this session", e);
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
