package cruddur.localcognito;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts what leaves this process and comes back: signing keys and verifiers of passwords in the database,
/// and the state of sign-ins at clients. AES-256 in Galois/Counter Mode.
///
/// The key is 32 random bytes, which only the servers of this pool know.
public final class Seal {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    private Seal(byte[] key) {
        this.key = key;
    }

    /// A new key, as text.
    public static String randomKey() {
        return Base64.getEncoder().encodeToString(random(KEY_BYTES));
    }

    /// With a key as text: 32 bytes in Base64.
    ///
    /// @throws IllegalArgumentException if the text is no such key
    public static Seal of(String key) {
        byte[] bytes = Base64.getDecoder().decode(key.strip());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("The key has " + bytes.length + " bytes instead of " + KEY_BYTES);
        }
        return new Seal(bytes);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /// @param purpose to be opened for this purpose only
    byte[] close(byte[] content, String purpose) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(content);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The content; empty if another key or purpose closed it, or it was changed.
    Optional<byte[]> open(byte[] sealed, String purpose) {
        if (sealed.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), purpose);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /// The access key of operators, who know this key. Another program of the machine does not know it, nor
    /// does a client of a proxy that runs there.
    public String operatorsKey() {
        return HexFormat.of().formatHex(pseudonym("access key of operators"));
    }

    /// Something that cannot be told from random bytes, and is the same for the same text.
    byte[] pseudonym(String text) {
        return Srp.hmac(key, text.getBytes(StandardCharsets.UTF_8));
    }
}
