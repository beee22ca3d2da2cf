package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cruddur.pages.Html;
import cruddur.testing.CruddurProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Documents that are sent in parts.
class PartsTest {

    private static final int PARTS = 200;
    private static final int LARGE = 256 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger fetched = new AtomicInteger();
    private int port;

    @BeforeEach
    void start() {
        Server server = Future.await(vertx.executeBlocking(this::server));
        port = server.listen("127.0.0.1", 0).await();
    }

    private Server server() {
        Routes routes = new Routes(List.of(
                Route.get("/whole", _ -> Future.succeededFuture(document(PARTS))),
                Route.get("/broken", _ -> Future.succeededFuture(document(-1)))));
        Clients clients = Clients.behind("127.0.0.1");
        Shares shares = Shares.of(clients, new RateLimit(clients, 50, 5), Limits.DEFAULT, 1);
        return new Server(
                vertx, routes, new Origins(Set.of()), shares, _ -> Optional.empty(), Html::sorry, Limits.DEFAULT);
    }

    /// @param parts if it is negative, the third part cannot be fetched
    private Reply document(int parts) {
        AtomicInteger next = new AtomicInteger();
        return new Reply.Parts("text/plain", Map.of("Content-Disposition", "attachment"), () -> {
            int number = next.getAndIncrement();
            fetched.incrementAndGet();
            if (parts < 0 && number == 2) {
                return Future.failedFuture(new IOException("the third part is broken"));
            }
            return Future.succeededFuture(
                    number == parts ? Optional.empty() : Optional.of(Buffer.buffer(new byte[LARGE])));
        });
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void a_document_comes_whole_and_no_cache_keeps_it() throws Exception {
        HttpResponse<byte[]> response = send("GET", "/whole");

        assertThat(response.body()).hasSize(PARTS * LARGE);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Disposition")).contains("attachment");
    }

    @Test
    void of_a_document_that_breaks_the_client_notices_that_it_is_not_whole() {
        assertThatThrownBy(() -> send("GET", "/broken")).isInstanceOf(IOException.class);
    }

    @Test
    void a_head_fetches_nothing() throws Exception {
        HttpResponse<byte[]> response = send("HEAD", "/whole");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(fetched).hasValue(0);
    }

    @Test
    void of_a_document_that_nobody_reads_little_is_fetched() throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setReceiveBufferSize(8 * 1024);
            client.getOutputStream()
                    .write("GET /whole HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            awaitQuiet();

            assertThat(fetched.get()).isBetween(1, PARTS / 4);
        }
    }

    /// Waits until some were fetched, and then no more for a while.
    private void awaitQuiet() {
        int before;
        do {
            before = fetched.get();
            CruddurProcess.pause(500);
        } while (before == 0 || fetched.get() != before);
    }

    private HttpResponse<byte[]> send(String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }
}
