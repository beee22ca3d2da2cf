package cruddur.localcognito;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/// What the pool keeps of a password for sign-ins by SRP. With it, passwords can be tried faster than with
/// the Argon2 hash, so it is sealed in the database.
///
/// @param salt positive
/// @param value v
record Verifier(BigInteger salt, BigInteger value) {

    private static final int SALT_BYTES = 16;
    private static final int VALUE_BYTES = 384;

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Of a new password.
    static Verifier of(String sub, String password) {
        BigInteger salt = new BigInteger(SALT_BYTES * Byte.SIZE, RANDOM);
        return new Verifier(salt, Srp.verifier(salt, sub, password));
    }

    /// Of no password, for a name without an account: always the same for the same name.
    static Verifier ofNone(Seal seal, String username) {
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
        for (int i = 0; value.hasRemaining(); i++) {
            value.put(seal.pseudonym("verifier " + i + " " + username));
        }
        byte[] salt = Arrays.copyOf(seal.pseudonym("salt " + username), SALT_BYTES);
        return new Verifier(new BigInteger(1, salt), new BigInteger(1, value.array()).mod(Srp.N));
    }

    /// As the database keeps it.
    byte[] sealed(Seal seal, String sub) {
        byte[] content = ByteBuffer.allocate(SALT_BYTES + VALUE_BYTES)
                .put(fixed(salt, SALT_BYTES))
                .put(fixed(value, VALUE_BYTES))
                .array();
        return seal.close(content, purpose(sub));
    }

    /// Empty if another key sealed it.
    static Optional<Verifier> opened(Seal seal, String sub, byte[] sealed) {
        return seal.open(sealed, purpose(sub))
                .map(content -> new Verifier(
                        new BigInteger(1, content, 0, SALT_BYTES),
                        new BigInteger(1, content, SALT_BYTES, VALUE_BYTES)));
    }

    private static String purpose(String sub) {
        return "verifier of " + sub;
    }

    /// Big-endian, with leading zeros.
    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[length];
        int kept = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - kept, fixed, length - kept, kept);
        return fixed;
    }
}
