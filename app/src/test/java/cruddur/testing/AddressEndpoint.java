package cruddur.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Answers every request with an address, as the services that report a client's own address do.
public final class AddressEndpoint implements AutoCloseable {

    private final HttpServer server;

    private AddressEndpoint(HttpServer server) {
        this.server = server;
    }

    public static AddressEndpoint answering(String text) {
        return answering(200, text);
    }

    public static AddressEndpoint answering(int status, String text) {
        try {
            HttpServer server = HttpServer.create(Ports.freeAddress(), 0);
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(status, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
            return new AddressEndpoint(server);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Its host and port.
    public String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
