package cruddur.live;

import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Writes server-sent events, as HTML defines them. The JSON is PostgreSQL's, on one line.
final class Events {

    /// Keeps connections open that proxies would take for dead.
    static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    /// The client has missed too much, and has to read the feed anew.
    static final String RELOAD = "event: reload\ndata: {}\n\n";

    private static final int SHORTEST_RETRY = 1_000;
    private static final int LONGEST_RETRY = 5_000;

    private Events() {}

    /// How long the client waits before it connects anew. Each waits another while, so that those
    /// of a server that stops do not all come at once.
    static Buffer retry() {
        return Buffer.buffer("retry: " + ThreadLocalRandom.current().nextInt(SHORTEST_RETRY, LONGEST_RETRY) + "\n\n");
    }

    /// Tells the client what it has, without an event.
    static Buffer position(Sent sent) {
        return Buffer.buffer("id: " + EventId.of(sent) + "\n\n");
    }

    /// A new crud.
    ///
    /// @param after what the client has with it
    static Buffer crud(Buffer item, Sent after) {
        return Buffer.buffer("id: " + EventId.of(after) + "\ndata: ")
                .appendBuffer(item)
                .appendString("\n\n");
    }

    static Buffer reload(Sent after) {
        return position(after).appendString(RELOAD);
    }

    /// @param changed JSON objects
    static String counts(Collection<String> changed) {
        return "event: counts\ndata: [" + String.join(",", changed) + "]\n\n";
    }

    static String gone(UUID crud) {
        return "event: gone\ndata: {\"uuid\":\"" + crud + "\"}\n\n";
    }

    /// The same events without the cruds of some people. The client still learns what it has.
    ///
    /// @param handles of the people
    static Buffer without(Set<String> handles, Buffer events) {
        StringBuilder kept = new StringBuilder();
        for (String event : events.toString().split("(?<=\n\n)", -1)) {
            kept.append(isBy(handles, event) ? event.replaceFirst("\ndata: .*", "") : event);
        }
        return Buffer.buffer(kept.toString());
    }

    /// In JSON, no text of a person contains a quotation mark that is not escaped.
    private static boolean isBy(Set<String> handles, String event) {
        return handles.stream().anyMatch(handle -> event.contains("\"handle\":\"" + handle + "\""));
    }

    static Buffer unread(Unread.Numbers numbers) {
        return Buffer.buffer("event: unread\ndata: {\"count\":" + numbers.notifications() + ",\"messages\":"
                + numbers.messages() + "}\n\n");
    }
}
