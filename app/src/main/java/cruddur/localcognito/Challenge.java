package cruddur.localcognito;

import io.vertx.core.buffer.Buffer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// The state of a sign-in by SRP between its two requests.
///
/// @param username as the client typed it, in lower case
/// @param userId what the client was told to use instead
/// @param salt of the verifier, which a new password changes
/// @param a the client's public value
/// @param b the server's public value
/// @param secret the server's secret
record Challenge(
        String username,
        String userId,
        BigInteger salt,
        BigInteger a,
        BigInteger b,
        BigInteger secret,
        Instant issuedAt) {

    private static final String PURPOSE = "sign-in";

    static Challenge of(String username, String userId, BigInteger a, Verifier verifier, Instant now) {
        BigInteger secret = Srp.randomSecret();
        BigInteger b = Srp.publicValue(secret, verifier.value());
        return new Challenge(username, userId, verifier.salt(), a, b, secret, now);
    }

    /// The key that a client with the right password has.
    byte[] key(Verifier verifier) {
        return Srp.key(a, b, secret, verifier.value());
    }

    byte[] sealed(Seal seal) {
        Buffer content = Buffer.buffer().appendLong(issuedAt.getEpochSecond());
        append(content, username.getBytes(StandardCharsets.UTF_8));
        append(content, userId.getBytes(StandardCharsets.UTF_8));
        for (BigInteger number : new BigInteger[] {salt, a, b, secret}) {
            append(content, number.toByteArray());
        }
        return seal.close(content.getBytes(), PURPOSE);
    }

    private static void append(Buffer content, byte[] part) {
        content.appendUnsignedShort(part.length).appendBytes(part);
    }

    /// Empty if this pool did not seal it.
    static Optional<Challenge> opened(Seal seal, byte[] sealed) {
        return seal.open(sealed, PURPOSE).map(Buffer::buffer).map(Challenge::read);
    }

    private static Challenge read(Buffer content) {
        Parts parts = new Parts(content, Long.BYTES);
        return new Challenge(
                new String(parts.next(), StandardCharsets.UTF_8),
                new String(parts.next(), StandardCharsets.UTF_8),
                new BigInteger(parts.next()),
                new BigInteger(parts.next()),
                new BigInteger(parts.next()),
                new BigInteger(parts.next()),
                Instant.ofEpochSecond(content.getLong(0)));
    }

    private static final class Parts {

        private final Buffer content;
        private int position;

        Parts(Buffer content, int position) {
            this.content = content;
            this.position = position;
        }

        byte[] next() {
            int begin = position + Short.BYTES;
            position = begin + content.getUnsignedShort(position);
            return content.getBytes(begin, position);
        }
    }
}
