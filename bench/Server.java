package bench;

import cruddur.operations.OperationException;
import cruddur.sql.ConnectionUrl;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `bin/cruddur serve` in a process of its own, started as an operator starts it.
///
/// @param ready the time from its start until it reported that it is ready
record Server(Program program, URI address, Duration ready) implements AutoCloseable {

    /// Starts it on a free port, and returns when it is ready. It stops when this process ends, or
    /// earlier.
    ///
    /// @param log the file for its output
    static Server start(ConnectionUrl database, Map<String, String> settings, Path log) {
        int port = Program.freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        List<String> words = List.of(System.getProperty("cruddur.checkout") + "/bin/cruddur", "serve");
        Map<String, String> environment = new HashMap<>(settings);
        environment.putAll(Map.of("CONNECTION_URL", database.reveal(), "HOST", "127.0.0.1", "PORT", "" + port));
        Instant begun = Instant.now();
        Program program = Program.start(words, environment, log, () -> isReady(address));
        return new Server(program, address, Duration.between(begun, Instant.now()));
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
        return program.process().pid();
    }

    @Override
    public void close() {
        program.close();
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
}
