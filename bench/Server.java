package bench;

import cruddur.operations.OperationException;
import cruddur.sql.ConnectionUrl;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// `bin/cruddur serve` in a process of its own, started as an operator starts it.
///
/// @param ready the time from its start until it reported that it is ready
record Server(Process process, URI address, Duration ready) implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    /// Starts it on a free port, and returns when it is ready. It stops when this process ends, or
    /// earlier.
    ///
    /// @param log the file for its output
    static Server start(ConnectionUrl database, Map<String, String> settings, Path log) {
        try {
            int port = freePort();
            URI address = URI.create("http://127.0.0.1:" + port);
            ProcessBuilder builder =
                    new ProcessBuilder(System.getProperty("cruddur.checkout") + "/bin/cruddur", "serve");
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(settings);
            builder.environment()
                    .putAll(Map.of("CONNECTION_URL", database.reveal(), "HOST", "127.0.0.1", "PORT", "" + port));
            Instant begun = Instant.now();
            Process process = builder.start();
            Ending.alsoStop(process::destroy);
            awaitReady(process, address, log);
            return new Server(process, address, Duration.between(begun, Instant.now()));
        } catch (IOException e) {
            throw new OperationException("Cannot start the server: " + e.getMessage(), e);
        }
    }

    /// Returns the body of the answer.
    byte[] get(String path) {
        try {
            return request(address.resolve(path)).getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new OperationException("The server does not answer " + path + ": " + e.getMessage(), e);
        }
    }

    /// Signs a person in, as the page does.
    ///
    /// @return the cookie
    String signIn(String email) {
        try {
            HttpURLConnection request = request(address.resolve("/api/auth/sign-in"));
            request.setRequestMethod("POST");
            request.setDoOutput(true);
            request.setRequestProperty("Content-Type", "application/json");
            request.getOutputStream()
                    .write(JsonObject.of("email", email, "password", "any")
                            .encode()
                            .getBytes(StandardCharsets.UTF_8));
            return request.getHeaderField("Set-Cookie").replaceFirst(";.*", "");
        } catch (IOException e) {
            throw new OperationException("Cannot sign in: " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, URI address, Path log) throws IOException {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!isReady(address)) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                throw new OperationException("The server does not become ready. Its log:\n" + Files.readString(log));
            }
            pause();
        }
    }

    private static boolean isReady(URI address) {
        try {
            return request(address.resolve("/readyz")).getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static HttpURLConnection request(URI url) throws IOException {
        HttpURLConnection request = (HttpURLConnection) url.toURL().openConnection();
        request.setConnectTimeout(1_000);
        request.setReadTimeout(5_000);
        return request;
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("Interrupted while the server was starting", e);
        }
    }
}
