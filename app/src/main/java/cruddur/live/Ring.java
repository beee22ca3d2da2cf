package cruddur.live;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/// The last events of an event loop's subscribers. A subscriber is a position in it. The bytes are
/// shared with the other event loops.
///
/// Lives on one event loop.
final class Ring {

    private static final int SLOTS = 256;

    private static final long MOST_BYTES = 4 << 20;

    private final Buffer[] slots = new Buffer[SLOTS];
    private long begin;
    private long end;
    private long bytes;

    Ring() {
        Arrays.fill(slots, Buffer.buffer());
    }

    /// The position after the last event.
    long end() {
        return end;
    }

    /// Whether everything from this position on is still there.
    boolean reachesBackTo(long position) {
        return position >= begin;
    }

    void add(Buffer events) {
        if (end - begin == SLOTS) {
            removeFirst();
        }
        slots[slot(end++)] = events;
        bytes += events.length();
        while (bytes > MOST_BYTES && begin < end - 1) {
            removeFirst();
        }
    }

    private void removeFirst() {
        bytes -= slots[slot(begin)].length();
        slots[slot(begin++)] = Buffer.buffer();
    }

    /// All from a position on. Must not be changed.
    Buffer since(long position) {
        if (position == end - 1) {
            return slots[slot(position)];
        }
        Buffer all = Buffer.buffer();
        for (long each = position; each < end; each++) {
            all.appendBuffer(slots[slot(each)]);
        }
        return all;
    }

    private static int slot(long position) {
        return (int) (position % SLOTS);
    }
}
