package cruddur.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/// Publishes the certificates of authorities, as AWS does for RDS: one of the JDK's own.
public final class AuthoritiesEndpoint implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger fetched = new AtomicInteger();
    private volatile String bundle = pem();

    public AuthoritiesEndpoint() {
        try {
            server = HttpServer.create(Ports.freeAddress(), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    private static String pem() {
        Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        try (InputStream stored = Files.newInputStream(file)) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(stored, null);
            byte[] one = authorities
                    .getCertificate(authorities.aliases().nextElement())
                    .getEncoded();
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(one)
                    + "\n-----END CERTIFICATE-----\n";
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/global-bundle.pem";
    }

    /// The number of requests.
    public int fetched() {
        return fetched.get();
    }

    /// Publishes this content from now on.
    public void publishes(String other) {
        bundle = other;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            fetched.incrementAndGet();
            byte[] body = bundle.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
