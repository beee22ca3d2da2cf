package cruddur.localcognito;

import cruddur.http.Clients;
import cruddur.http.LruMap;
import cruddur.http.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/// Limits clients that guess passwords or codes of many accounts from one address. Requests from this
/// machine are not counted.
///
/// More lenient than [cruddur.http.Attempts], which the page and `/api/auth` apply before any pool: many
/// people may share an address, and here each account has a lock of its own beside this.
///
/// Thread-safe; one instance serves the process. If there are too many addresses, it forgets the ones
/// whose last failure is the oldest.
public final class Guesses {

    private static final int ALLOWED = 30;
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int CAPACITY = 10_000;

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

    private final Map<Network, Failures> failures = new LruMap<>(CAPACITY);

    private final Counts counts;

    Guesses(Counts counts) {
        this.counts = counts;
    }

    /// Fails if this client has guessed wrong too often.
    synchronized void requireFewBy(InetAddress client) {
        if (of(client).count >= ALLOWED) {
            counts.guessersRefused().increment();
            throw CognitoError.tooManyRequests(WINDOW);
        }
    }

    /// Counts a wrong guess.
    synchronized void wrongBy(InetAddress client) {
        if (!Clients.isThisMachine(client)) {
            failures.put(Network.of(client), of(client).andOne());
        }
    }

    private Failures of(InetAddress client) {
        long now = System.nanoTime();
        Failures known = failures.get(Network.of(client));
        return known == null || known.isOver(now) ? new Failures(now) : known;
    }
}
