package cruddur.localcognito;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows whoever guesses passwords or codes of many accounts from one address. What comes from this
/// machine is not counted.
///
/// Thread-safe; one serves a whole process. Forgets the addresses that were quiet for the longest
/// time when there are too many.
public final class Guesses {

    private static final int ALLOWED = 30;
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int CAPACITY = 10_000;

    /// Whoever has an address of IPv6 mostly has its whole network of 64 bits.
    private static final int NETWORK_BYTES = 8;

    private record Failures(int count, long since) {

        Failures(long since) {
            this(0, since);
        }

        boolean isOver(long now) {
            return now - since > WINDOW.toNanos();
        }

        Failures andOne() {
            return new Failures(count + 1, since);
        }
    }

    private final Map<ByteBuffer, Failures> failures =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Failures> eldest) {
                    return size() > CAPACITY;
                }
            };

    /// Fails if too many guesses of this client's were wrong.
    synchronized void requireFewBy(InetAddress client) {
        if (of(client).count >= ALLOWED) {
            throw new CognitoException("TooManyRequestsException", "Too many requests");
        }
    }

    /// Counts a wrong guess.
    synchronized void wrongBy(InetAddress client) {
        if (!client.isLoopbackAddress()) {
            failures.put(network(client), of(client).andOne());
        }
    }

    private Failures of(InetAddress client) {
        long now = System.nanoTime();
        Failures known = failures.get(network(client));
        return known == null || known.isOver(now) ? new Failures(now) : known;
    }

    private static ByteBuffer network(InetAddress client) {
        byte[] address = client.getAddress();
        return ByteBuffer.wrap(address, 0, Math.min(address.length, NETWORK_BYTES));
    }
}
