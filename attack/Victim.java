package attack;

import cruddur.operations.OperationException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `bin/cruddur up`, a process of its own, behind a proxy at [#PROXY].
record Victim(Process process, int port, Path data) implements AutoCloseable {

    static final String PROXY = "127.0.0.9";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /// Starts it on a free port, and returns when it is ready.
    static Victim start(Path data) {
        try {
            Files.createDirectories(data);
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(System.getProperty("cruddur.checkout") + "/bin/cruddur", "up")
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("attacked.log").toFile());
            builder.environment()
                    .putAll(Map.of(
                            "CRUDDUR_HOME",
                            data.resolve("home").toAbsolutePath().toString(),
                            "HOST",
                            "127.0.0.1",
                            "PORT",
                            Integer.toString(port),
                            "TRUSTED_PROXIES",
                            PROXY));
            Victim victim = new Victim(builder.start(), port, data);
            Runtime.getRuntime().addShutdownHook(new Thread(victim.process::destroy));
            return victim.ready();
        } catch (IOException e) {
            throw new OperationException("Cannot start the server: " + e.getMessage(), e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Victim ready() {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!answers("/readyz")) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new OperationException("The server does not become ready. It printed:\n" + log());
            }
            Pause.milliseconds(50);
        }
        return this;
    }

    /// Whether it answers 200 to this machine within a second.
    boolean answers(String path) {
        try {
            HttpURLConnection request = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            request.setConnectTimeout(1_000);
            request.setReadTimeout(1_000);
            return request.getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    boolean ranOutOfMemory() {
        return log().contains("OutOfMemoryError");
    }

    /// The password of the demo accounts.
    String password() {
        return read(data.resolve("home").resolve("demo-password")).strip();
    }

    /// The maximum of its memory, in MiB; 0 once it has ended.
    long peakMemory() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.exists(status)
                ? read(status)
                        .lines()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                        .sum()
                : 0;
    }

    private String log() {
        return read(data.resolve("attacked.log"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new OperationException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
