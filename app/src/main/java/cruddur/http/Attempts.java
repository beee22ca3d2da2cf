package cruddur.http;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Slows down a client that fails again and again at something that must not be guessed. The fifth
/// failure and each one after it closes the door to the client, first for a second, then for twice
/// as long each time, up to a quarter of an hour. What comes from this machine is not counted.
///
/// Thread-safe; the event loops of a server share one.
public final class Attempts {

    private static final int FREE = 5;
    private static final int MOST_DOUBLINGS = 10;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /// More clients than this at once are an attack with many addresses, and then it is better to
    /// forgive all of them than to keep them all.
    private static final int CAPACITY = 10_000;

    private record Failures(int count, long openAt) {

        boolean isForgotten(long now) {
            return now - openAt > LONGEST.toNanos();
        }
    }

    private final Clients clients;
    private final Map<Network, Failures> failures = new ConcurrentHashMap<>();

    public Attempts(Clients clients) {
        this.clients = clients;
    }

    /// What the request is refused with, without being tried, if its client has failed too often.
    public Optional<Reply.Problem> refusal(Request request) {
        Failures before = failures.get(network(request));
        long wait = before == null ? 0 : before.openAt - System.nanoTime();
        return wait <= 0 ? Optional.empty() : Optional.of(tooMany(wait));
    }

    public void failed(Request request) {
        InetAddress client = clients.of(request.http());
        if (!client.isLoopbackAddress()) {
            if (failures.size() >= CAPACITY) {
                failures.clear();
            }
            failures.compute(Network.of(client), (_, before) -> oneMore(before));
        }
    }

    private Network network(Request request) {
        return Network.of(clients.of(request.http()));
    }

    private static Failures oneMore(@Nullable Failures before) {
        long now = System.nanoTime();
        int count = before == null || before.isForgotten(now) ? 1 : before.count + 1;
        return new Failures(count, now + pause(count).toNanos());
    }

    private static Duration pause(int count) {
        if (count < FREE) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(count - FREE, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    private static Reply.Problem tooMany(long wait) {
        long seconds = Duration.ofNanos(wait).toSeconds() + 1;
        return new Reply.Problem(
                429,
                "That was wrong too often. Try again in " + seconds + " s.",
                Map.of("Retry-After", Long.toString(seconds)));
    }
}
