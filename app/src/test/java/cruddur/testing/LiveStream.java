package cruddur.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client of server-sent events, as HTML defines one.
public final class LiveStream implements AutoCloseable {

    /// An event, or the end of the stream.
    ///
    /// @param name `message` unless the server named it
    /// @param lastId the client's last event id with it
    /// @param data empty at the end of the stream
    public record Event(String name, String lastId, String data) {

        /// The activity's in the data.
        public String uuid() {
            return new JsonObject(data).getString("uuid");
        }
    }

    private static final Event END = new Event("end", "", "");

    private final HttpClient client = HttpClient.newHttpClient();
    private final InputStream body;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<String> lines = new ArrayList<>();
    private volatile String lastId = "";

    private LiveStream(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("The stream was answered with " + response.statusCode());
            }
            body = response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Thread.startVirtualThread(this::read);
    }

    /// Opens a stream; without a limit of its time. Fails with [UncheckedIOException] if no server answers.
    public static LiveStream of(HttpRequest.Builder request) {
        return new LiveStream(request.header("Accept", "text/event-stream").build());
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            Event event = new Event("message", "", "");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                event = read(line, event);
            }
        } catch (IOException _) {
            // Closed by this client, or cut off.
        }
        events.add(END);
    }

    private Event read(String line, Event begun) {
        synchronized (lines) {
            lines.add(line);
        }
        String value = line.replaceFirst("^[a-z]*: ?", "");
        if (line.startsWith("id:")) {
            return new Event(begun.name, value, begun.data);
        }
        if (line.startsWith("event:")) {
            return new Event(value, begun.lastId, begun.data);
        }
        if (line.startsWith("data:")) {
            return new Event(begun.name, begun.lastId, value);
        }
        return line.isEmpty() ? dispatched(begun) : begun;
    }

    /// Only a whole event counts, also its id: the stream may be cut off within one.
    ///
    /// @return the beginning of the next one
    private Event dispatched(Event event) {
        lastId = event.lastId;
        if (!event.data.isEmpty()) {
            events.add(event);
        }
        return new Event("message", lastId, "");
    }

    /// The next event; null if none comes within this time.
    public @Nullable Event poll(Duration patience) {
        try {
            return events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The next event of this name; others before it are skipped.
    public Event await(String name, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (long rest = patience.toNanos(); rest > 0; rest = deadline - System.nanoTime()) {
            Event event = poll(Duration.ofNanos(rest));
            if (event != null && event.name.equals(name)) {
                return event;
            }
        }
        throw new AssertionError("No event " + name + " within " + patience + ", but these lines: " + lines());
    }

    /// The uuids of the new cruds that come until there was nothing for this long.
    public List<String> uuidsUntilQuiet(Duration quiet) {
        List<String> uuids = new ArrayList<>();
        for (Event event = poll(quiet); event != null; event = poll(quiet)) {
            if (event.name.equals("message")) {
                uuids.add(event.uuid());
            }
        }
        return uuids;
    }

    public boolean endsWithin(Duration patience) {
        return await("end", patience).equals(END);
    }

    /// As a browser sends it in `Last-Event-ID`; of the newest event, whether or not it was polled.
    public String lastId() {
        return lastId;
    }

    /// All that has come, as it came.
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException _) {
            // It is over already.
        }
        client.shutdownNow();
    }
}
