package bench;

import cruddur.operations.OperationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A program that serves others, while something is measured.
record Program(Process process) implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    /// Starts it, and returns when it is ready. It stops when this process ends, or earlier.
    ///
    /// @param environment over this process's own
    /// @param log the file for its output
    static Program start(List<String> words, Map<String, String> environment, Path log, BooleanSupplier isReady) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Program program = new Program(builder.start());
            Ending.alsoStop(program::close);
            program.await(isReady, words.getFirst(), log);
            return program;
        } catch (IOException e) {
            throw new OperationException("Cannot start " + words.getFirst() + ": " + e.getMessage(), e);
        }
    }

    private void await(BooleanSupplier isReady, String name, Path log) throws IOException {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!isReady.getAsBoolean()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                throw new OperationException(name + " does not become ready. Its log:\n" + Files.readString(log));
            }
            Pause.of(BETWEEN_LOOKS);
        }
    }

    /// A port of loopback.
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new OperationException("No port is free: " + e.getMessage(), e);
        }
    }

    static boolean listensOn(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
