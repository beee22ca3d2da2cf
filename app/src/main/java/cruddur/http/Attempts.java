package cruddur.http;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Limits how often a client may fail where secrets can be guessed. The fifth failure blocks the
/// client for a second, and each further one for twice as long, up to a quarter of an hour. An attempt
/// in progress may fail, too, so a client has at most as many at once as it may still fail without a
/// block, then one. Attempts from this machine are not counted.
///
/// Thread-safe; the event loops of a server share one. If there are too many clients, it forgets the
/// ones whose last attempt is the oldest.
public final class Attempts {

    private static final int FREE = 5;
    private static final int MOST_DOUBLINGS = 10;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int CAPACITY = 10_000;

    private record Tries(int failed, int underWay, long openAt) {

        static Tries none(long now) {
            return new Tries(0, 0, now);
        }

        boolean isForgotten(long now) {
            return underWay == 0 && (failed == 0 || now - openAt > LONGEST.toNanos());
        }

        boolean mayBegin() {
            return underWay == 0 || failed + underWay < FREE;
        }

        Tries begun() {
            return new Tries(failed, underWay + 1, openAt);
        }

        Tries ended() {
            return new Tries(failed, Math.max(0, underWay - 1), openAt);
        }

        Tries failed(long now) {
            return new Tries(failed + 1, underWay, now + pause(failed + 1).toNanos());
        }
    }

    private final Clients clients;
    private final Map<Network, Tries> tries = new LruMap<>(CAPACITY);

    public Attempts(Clients clients) {
        this.clients = clients;
    }

    /// Makes an attempt. If the request's client has failed too often, fails with 429 instead.
    ///
    /// @param isWrong whether a failure was a wrong guess
    public <T> Future<T> tried(Request request, Supplier<Future<T>> attempt, Predicate<Throwable> isWrong) {
        return clients.counted(request.http())
                .map(client -> tried(client, attempt, isWrong))
                .orElseGet(attempt);
    }

    private <T> Future<T> tried(Network client, Supplier<Future<T>> attempt, Predicate<Throwable> isWrong) {
        Optional<Reply> refusal = begin(client);
        return refusal.isPresent()
                ? Future.failedFuture(new RefusedException(refusal.get()))
                : Future.succeededFuture()
                        .compose(_ -> attempt.get())
                        .onSuccess(_ -> end(client, false))
                        .onFailure(failure -> end(client, isWrong.test(failure)));
    }

    private synchronized Optional<Reply> begin(Network client) {
        long now = System.nanoTime();
        Tries before = of(client, now);
        long wait = before.openAt - now;
        if (wait > 0 || !before.mayBegin()) {
            return Optional.of(tooMany(Math.max(wait, 0)));
        }
        tries.put(client, before.begun());
        return Optional.empty();
    }

    private synchronized void end(Network client, boolean isWrong) {
        long now = System.nanoTime();
        Tries ended = of(client, now).ended();
        Tries after = isWrong ? ended.failed(now) : ended;
        if (after.isForgotten(now)) {
            tries.remove(client);
        } else {
            tries.put(client, after);
        }
    }

    private Tries of(Network client, long now) {
        Tries known = tries.get(client);
        return known == null || known.isForgotten(now) ? Tries.none(now) : known;
    }

    private static Duration pause(int failed) {
        if (failed < FREE) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(failed - FREE, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    private static Reply tooMany(long wait) {
        long seconds = Duration.ofNanos(wait).toSeconds() + 1;
        return new Reply.Problem(
                429,
                "That was tried too often. Try again in " + seconds + " s.",
                Map.of("Retry-After", Long.toString(seconds)));
    }
}
