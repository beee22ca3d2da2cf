package cruddur.live;

import cruddur.http.StreamSink;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One open stream. There may be ten thousand of them, so it is small.
///
/// Lives on the event loop of its connection.
final class Subscriber {

    private static final int NOWHERE = -1;

    private static final long LONGEST_SILENCE = Duration.ofSeconds(15).toNanos();

    /// After this the client has to connect anew, and its session is checked again. Each has another, so that those who
    /// came together do not come together again.
    private static final long SHORTEST_LIFE = Duration.ofMinutes(25).toNanos();

    private static final long LONGEST_LIFE = Duration.ofMinutes(35).toNanos();

    private final StreamSink sink;
    private final @Nullable UUID person;
    private final long end = System.nanoTime() + ThreadLocalRandom.current().nextLong(SHORTEST_LIFE, LONGEST_LIFE);
    private @Nullable EventId has;
    private long position = NOWHERE;
    private long lastSent = System.nanoTime();
    private Unread.@Nullable Numbers unread;
    private Set<String> hidden;
    private int place;

    /// @param person empty for a stranger
    /// @param hidden the handles of the people whose cruds the person does not see
    /// @param has empty if the client begins with what is new from now on
    Subscriber(StreamSink sink, Optional<UUID> person, Set<String> hidden, Optional<EventId> has) {
        this.sink = sink;
        this.person = person.orElse(null);
        this.hidden = hidden;
        this.has = has.orElse(null);
    }

    Optional<UUID> person() {
        return Optional.ofNullable(person);
    }

    /// Until it has joined.
    Optional<EventId> has() {
        return Optional.ofNullable(has);
    }

    /// Its index in the list of all.
    int place() {
        return place;
    }

    void putAt(int index) {
        place = index;
    }

    void remove() {
        place = NOWHERE;
    }

    boolean isOver() {
        return place == NOWHERE;
    }

    /// Begins to follow the ring.
    ///
    /// @param events what comes before
    void join(long at, Buffer events) {
        has = null;
        position = at;
        send(seen(events));
    }

    boolean isBehind(Ring ring) {
        return position != NOWHERE && position < ring.end();
    }

    /// Sends what is new.
    ///
    /// @return whether it keeps up; if not, it is cut off
    boolean follow(Ring ring) {
        boolean keepsUp = ring.reachesBackTo(position) && send(seen(ring.since(position)));
        position = ring.end();
        if (!keepsUp) {
            sink.cutOff();
        }
        return keepsUp;
    }

    /// Sends a sign of life if there was nothing for a while, and ends a stream that is open for long.
    ///
    /// @return whether anything was sent
    boolean keepAlive(long now) {
        if (now - end > 0) {
            sink.end();
            return true;
        }
        boolean isDue = now - lastSent > LONGEST_SILENCE;
        if (isDue) {
            send(Events.HEARTBEAT);
        }
        return isDue;
    }

    private Buffer seen(Buffer events) {
        return hidden.isEmpty() ? events : Events.without(hidden, events);
    }

    /// From now on leaves out the cruds of other people than before.
    void hide(Set<String> handles) {
        hidden = handles;
    }

    /// Tells the person, if they are other numbers than before.
    void tellUnread(Unread.Numbers numbers) {
        if (!numbers.equals(unread)) {
            unread = numbers;
            send(Events.unread(numbers));
        }
    }

    boolean send(Buffer events) {
        lastSent = System.nanoTime();
        return sink.send(events);
    }
}
