package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.pages.Html;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each malformed or smuggling request gets exactly one answer. `malformed-requests.txt` lists them.
@TestInstance(Lifecycle.PER_CLASS)
class MalformedRequestsTest {

    private static final Limits LITTLE_PATIENCE = new Limits(
            100,
            1024 * 1024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMillis(300));

    private static final String CHUNKED = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final String BEHIND = "GET /behind HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    /// A row of the table.
    ///
    /// @param goesOn whether the next request on the connection is answered
    record Row(int status, boolean goesOn, String request) {

        static Row of(String line) {
            String[] parts = line.split(" ", 2);
            String request = parts[1].replaceFirst("^CHUNKED ", CHUNKED).translateEscapes();
            return new Row(Integer.parseInt(parts[0].substring(0, 3)), parts[0].endsWith("+"), request);
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private URI address = URI.create("");

    @BeforeAll
    void start() {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        vertx.runOnContext(_ -> server().listen("127.0.0.1", 0).onSuccess(port::complete));
        address = URI.create(
                "http://127.0.0.1:" + port.orTimeout(10, TimeUnit.SECONDS).join());
    }

    private Server server() {
        Routes routes = new Routes(List.of(
                Route.get("/live", _ -> answer("\"live\"")),
                Route.get("/behind", _ -> answer("\"behind\"")),
                Route.post("/echo", request -> answer(request.body().toString()))));
        return new Server(
                vertx,
                routes,
                new Origins(Set.of()),
                Shares.of(Clients.behind(""), new RateLimit(Clients.behind(""), 1, 1), LITTLE_PATIENCE, 1),
                _ -> Optional.empty(),
                Html::sorry,
                LITTLE_PATIENCE);
    }

    /// Answers on another turn of the event loop, as a database does.
    private Future<Reply> answer(String json) {
        return vertx.timer(1, TimeUnit.MILLISECONDS).map(_ -> Reply.json(Buffer.buffer(json)));
    }

    @AfterAll
    void stop() {
        vertx.close().await();
    }

    static List<Row> table() throws IOException {
        try (InputStream in = MalformedRequestsTest.class.getResourceAsStream("malformed-requests.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Row::of)
                    .toList();
        }
    }

    @Test
    void the_table_has_more_than_150_rows_and_none_twice() throws IOException {
        assertThat(table()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("table")
    void each_is_answered_once(Row row) {
        List<Answer> answers = answersTo(row.request() + BEHIND);

        assertThat(answers.getFirst().status()).isEqualTo(row.status());
        if (row.goesOn()) {
            assertThat(answers).hasSize(2);
            assertThat(answers.getLast().body()).isEqualTo("\"behind\"");
        } else {
            assertThat(answers).hasSize(1);
        }
    }

    private List<Answer> answersTo(String requests) {
        try (RawConnection wire = new RawConnection(address)) {
            return wire.send(requests).answersUntilClosed();
        }
    }
}
