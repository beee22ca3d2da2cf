package bench;

import cruddur.operations.OperationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// Clients of the live stream, all on one thread. They look for cruds with the message `live`, a space and a number,
/// and note when each came.
final class Audience implements AutoCloseable {

    private static final byte[] MESSAGE = "\"message\":\"live ".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] ID = "\nid: ".getBytes(StandardCharsets.US_ASCII);

    private static final int BUFFER = 256 * 1024;

    /// Connected at once; the server takes as many as wait for it.
    private static final int BATCH = 200;

    private final int cruds;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Selector selector;
    private final CountDownLatch joined;
    private final long[] posted;
    private volatile boolean isOver;

    private Audience(int size, int cruds) throws IOException {
        this.cruds = cruds;
        this.posted = new long[cruds];
        this.joined = new CountDownLatch(size);
        this.selector = Selector.open();
    }

    /// What one client got.
    private final class Client {

        private final long[] arrived = new long[cruds];
        private int repeated;
        private int matched;
        private int matchedId;
        private int number = -1;
        private boolean isJoined;

        void read(ByteBuffer bytes, long now) {
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                if (!isJoined) {
                    awaitId(next);
                }
                if (matched == MESSAGE.length) {
                    digit(next, now);
                } else {
                    matched = next == MESSAGE[matched] ? matched + 1 : next == MESSAGE[0] ? 1 : 0;
                }
            }
        }

        /// With the first id, the server says that the stream has begun.
        private void awaitId(byte next) {
            matchedId = next == ID[matchedId] ? matchedId + 1 : next == ID[0] ? 1 : 0;
            if (matchedId == ID.length) {
                isJoined = true;
                joined.countDown();
            }
        }

        private void digit(byte next, long now) {
            if (Character.isDigit(next)) {
                number = Math.max(number, 0) * 10 + Character.digit(next, 10);
                return;
            }
            repeated += arrived[number] == 0 ? 0 : 1;
            arrived[number] = now;
            number = -1;
            matched = 0;
        }
    }

    /// Connects them, and returns when the streams of all have begun.
    ///
    /// @param cruds how many will be posted
    static Audience of(URI server, int size, int cruds) {
        try {
            Audience audience = new Audience(size, cruds);
            Thread.ofPlatform().daemon().start(audience::read);
            for (int i = 0; i < size; i++) {
                audience.connect(server);
                if (i % BATCH == BATCH - 1) {
                    audience.awaitJoined(size - i - 1);
                }
            }
            audience.awaitJoined(0);
            return audience;
        } catch (IOException e) {
            throw new OperationException("Cannot connect so many clients: " + e.getMessage(), e);
        }
    }

    private void awaitJoined(int others) {
        while (joined.getCount() > others) {
            Pause.of(Duration.ofMillis(1));
        }
    }

    private void connect(URI server) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        channel.write(ByteBuffer.wrap("""
                GET /api/activities/home/live HTTP/1.1\r
                Host: 127.0.0.1\r
                User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
                Accept: text/event-stream\r
                Accept-Language: en-US,en;q=0.5\r
                Accept-Encoding: gzip, deflate\r
                Referer: http://127.0.0.1/\r
                Connection: keep-alive\r
                Cache-Control: no-cache\r
                \r
                """.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        Client client = new Client();
        channels.add(channel);
        clients.add(client);
        channel.register(selector, SelectionKey.OP_READ, client);
        selector.wakeup();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (!isOver) {
                selector.select(key -> read(key, buffer), 100);
            }
        } catch (IOException e) {
            throw new OperationException("Cannot read the streams: " + e.getMessage(), e);
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        try {
            int read = ((SocketChannel) key.channel()).read(buffer.clear());
            if (read < 0) {
                key.cancel();
            }
            ((Client) key.attachment()).read(buffer.flip(), System.nanoTime());
        } catch (IOException _) {
            key.cancel();
        }
    }

    /// Notes that a crud is committed by now.
    void posted(int crud) {
        posted[crud] = System.nanoTime();
    }

    long missed() {
        return clients.stream()
                .flatMapToLong(client -> Arrays.stream(client.arrived))
                .filter(time -> time == 0)
                .count();
    }

    long repeated() {
        return clients.stream().mapToLong(client -> client.repeated).sum();
    }

    /// In milliseconds, from when the commit was known.
    long latency(int percent) {
        long[] latencies = clients.stream()
                .flatMapToLong(client -> IntStream.range(0, cruds)
                        .filter(crud -> client.arrived[crud] != 0)
                        .mapToLong(crud -> client.arrived[crud] - posted[crud]))
                .sorted()
                .toArray();
        return latencies.length == 0 ? 0 : latencies[(latencies.length - 1) * percent / 100] / 1_000_000;
    }

    @Override
    public void close() {
        isOver = true;
        for (SocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException _) {
                // The server has closed it.
            }
        }
    }
}
