package cruddur.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import cruddur.pages.Html;
import cruddur.testing.CruddurProcess;
import cruddur.testing.RawConnection;
import cruddur.testing.RawConnection.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections of slow clients, on servers that echo bodies. Where a limit in time ends what a test does, the server's
/// is short; for everything else it is so long that a busy machine does not reach it.
@TestInstance(Lifecycle.PER_CLASS)
class ConnectionsTest {

    private static final int CONNECTIONS = 20;

    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Duration WHILE_REST_IS_READ = Duration.ofSeconds(3);

    private static final Limits PATIENT = limits(LONG, LONG, LONG);

    private static final Limits SHORT_BEFORE_FIRST_REQUEST = limits(Duration.ofSeconds(1), LONG, LONG);

    private static final Limits SHORT_AFTER_FIRST_REQUEST = limits(LONG, Duration.ofSeconds(4), Duration.ofSeconds(1));

    /// At one request a second.
    private static final int REQUESTS_A_WINDOW = 10;

    /// The server looks for connections to close once a second.
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String LIVE = "GET /live HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST = "POST /echo HTTP/1.1\r\nHost: x\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Reply> never = Promise.promise();
    private final URI patient = start(PATIENT);
    private final URI beforeFirstRequest = start(SHORT_BEFORE_FIRST_REQUEST);
    private final URI afterFirstRequest = start(SHORT_AFTER_FIRST_REQUEST);

    private static Limits limits(Duration untilFirstRequest, Duration untilNextRequest, Duration untilAnswer) {
        return new Limits(
                CONNECTIONS, 1024 * 1024, untilFirstRequest, untilNextRequest, untilAnswer, WHILE_REST_IS_READ);
    }

    private URI start(Limits limits) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        vertx.runOnContext(_ -> server(limits).listen("127.0.0.1", 0).onSuccess(port::complete));
        return URI.create("http://127.0.0.1:" + port.orTimeout(60, SECONDS).join());
    }

    private Server server(Limits limits) {
        Routes routes = new Routes(List.of(
                Route.get("/live", _ -> answer("\"live\"")),
                Route.get("/never", _ -> never.future()),
                Route.post("/echo", request -> answer(request.body().toString()))));
        return new Server(
                vertx,
                routes,
                new Origins(Set.of()),
                Shares.of(Clients.behind(""), new RateLimit(Clients.behind(""), 1, 1), limits, 1),
                _ -> Optional.empty(),
                Html::sorry,
                limits);
    }

    private static Future<Reply> answer(String json) {
        return Future.succeededFuture(Reply.json(Buffer.buffer(json)));
    }

    @AfterAll
    void stop() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "G", "PRI", "GET /live HTTP/1.1\r\nHost: x\r\n", "GET /live HTTP/1.1\r\nHost: x\r\nX: "})
    void who_asks_for_nothing_is_not_kept(String beginning) {
        try (RawConnection wire = new RawConnection(beforeFirstRequest)) {
            assertThat(wire.send(beginning).isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void a_head_that_comes_byte_by_byte_is_not_waited_for() {
        try (RawConnection wire = new RawConnection(beforeFirstRequest)) {
            Thread sender = dribble(wire, LIVE.replace("\r\n\r\n", "\r\n") + "X: " + "x".repeat(500));
            assertThat(wire.isClosedWithin(SOON)).isTrue();
            sender.interrupt();
        }
    }

    @Test
    void neither_is_a_second_one() {
        try (RawConnection wire = new RawConnection(afterFirstRequest)) {
            assertThat(wire.send(LIVE).answer().status()).isEqualTo(200);
            Thread sender = dribble(wire, "GET /live HTTP/1.1\r\nX: " + "x".repeat(500));
            assertThat(wire.isClosedWithin(SOON)).isTrue();
            sender.interrupt();
        }
    }

    @Test
    void a_body_that_comes_byte_by_byte_is_408_and_the_end() {
        try (RawConnection wire = new RawConnection(afterFirstRequest)) {
            Thread sender = dribble(wire, POST + "Content-Length: 1000\r\n\r\n" + "x".repeat(1000));
            Answer answer = wire.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("content-type")).contains("application/problem+json");
            assertThat(answer.header("connection")).contains("close");
            assertThat(wire.isClosedWithin(SOON)).isTrue();
            sender.interrupt();
        }
    }

    @Test
    void a_body_without_an_end_is_413_and_the_end() {
        try (RawConnection wire = connect()) {
            wire.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
            IntStream.range(0, 70).forEach(_ -> wire.send("400\r\n" + "x".repeat(1024) + "\r\n"));

            assertThat(wire.answer().status()).isEqualTo(413);
            assertThat(wire.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void an_answer_that_does_not_come_is_503() {
        try (RawConnection wire = new RawConnection(afterFirstRequest)) {
            Answer answer = wire.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n").answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isPresent();
        }
    }

    @Test
    void an_idle_connection_is_closed_and_one_in_use_is_not() {
        try (RawConnection used = new RawConnection(afterFirstRequest);
                RawConnection idle = new RawConnection(afterFirstRequest)) {
            assertThat(used.send(LIVE).answer().status()).isEqualTo(200);
            assertThat(idle.send(LIVE).answer().status()).isEqualTo(200);
            long start = System.nanoTime();
            while (!idle.isClosedWithin(Duration.ofMillis(100))) {
                assertThat(used.send(LIVE).answer().status()).isEqualTo(200);
                assertThat(System.nanoTime() - start).isLessThan(SOON.toNanos());
            }
            assertThat(used.send(LIVE).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void there_is_room_for_so_many_connections_and_no_more() {
        List<RawConnection> wires = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                wires.add(connect());
                assertThat(wires.getLast().send(LIVE).answer().status()).isEqualTo(200);
            }
            try (RawConnection tooMany = connect()) {
                assertThat(tooMany.isClosedWithin(SOON)).isTrue();
            }
            wires.removeLast().close();
            awaitRoom();
        } finally {
            wires.forEach(RawConnection::close);
            awaitRoom();
        }
    }

    /// Waits until the server notices a closed connection, which it may do later than the client.
    private void awaitRoom() {
        boolean accepted = isAccepted();
        for (int i = 0; i < 50 && !accepted; i++) {
            CruddurProcess.pause(100);
            accepted = isAccepted();
        }
        assertThat(accepted).isTrue();
    }

    private boolean isAccepted() {
        try {
            return exchange(LIVE).status() == 200;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    @Test
    void requests_in_one_write_are_answered_in_their_order() {
        String echo = POST + "Content-Length: 3\r\n\r\n";
        try (RawConnection wire = connect()) {
            wire.send(echo + "\"1\"" + "GET /none HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n" + LIVE + echo
                    + "\"2\"");

            assertThat(wire.answer().body()).isEqualTo("\"1\"");
            Answer none = wire.answer();
            assertThat(none.status()).isEqualTo(404);
            assertThat(none.header("connection")).isEmpty();
            assertThat(wire.answer().body()).isEqualTo("\"live\"");
            assertThat(wire.answer().body()).isEqualTo("\"2\"");
        }
    }

    @Test
    void a_body_may_come_in_chunks() {
        try (RawConnection wire = connect()) {
            wire.send(POST + "Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n");
            wire.send("3\r\n1,2\r\n1\r\n]\r\n0\r\nX-Sum: x\r\n\r\n");

            assertThat(wire.answer().body()).isEqualTo("[1,2]");
            assertThat(wire.send(LIVE).answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n", "-2\r\n{}\r\n", "ffffffffff\r\n{}\r\n", "2\r\n{}xx2\r\n{}"})
    void chunks_that_are_none_are_400_and_the_end_of_the_connection(String chunks) {
        try (RawConnection wire = connect()) {
            wire.send(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
            assertThat(wire.answer().status()).isEqualTo(400);
            assertThat(wire.isClosedWithin(SOON)).isTrue();
        }
        assertThat(exchange(LIVE).status()).isEqualTo(200);
    }

    @Test
    void a_body_that_is_cut_off_does_no_harm() {
        try (RawConnection wire = connect()) {
            wire.send(POST + "Transfer-Encoding: chunked\r\n\r\n5\r\n{");
        }
        try (RawConnection wire = connect()) {
            wire.send(POST + "Content-Length: 5\r\n\r\n{").finish();
            assertThat(wire.isClosedWithin(SOON)).isTrue();
        }
        assertThat(exchange(LIVE).status()).isEqualTo(200);
    }

    @Test
    void expect_continue_is_answered() {
        try (RawConnection wire = connect()) {
            wire.send(POST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.answer().status()).isEqualTo(100);
            assertThat(wire.send("{}").answer().body()).isEqualTo("{}");
        }
    }

    @Test
    void an_address_from_an_untrusted_proxy_is_not_believed() {
        for (int i = 0; i < 3 * REQUESTS_A_WINDOW; i++) {
            assertThat(exchange("GET /live HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.1\r\n\r\n")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void http_1_0_is_answered_and_closed() {
        try (RawConnection wire = connect()) {
            assertThat(wire.send("GET /live HTTP/1.0\r\n\r\n").answer().status())
                    .isEqualTo(200);
            assertThat(wire.isClosedWithin(SOON)).isTrue();
        }
    }

    @Test
    void a_client_that_would_rather_speak_http_2_is_answered_in_http_1() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest.Builder get = HttpRequest.newBuilder(patient.resolve("/live"));
            HttpRequest.Builder post =
                    HttpRequest.newBuilder(patient.resolve("/echo")).POST(BodyPublishers.ofString("{\"a\":1}"));

            var got = client.send(get.build(), BodyHandlers.ofString());
            assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(got.body()).isEqualTo("\"live\"");
            assertThat(client.send(post.build(), BodyHandlers.ofString()).body())
                    .isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void one_that_speaks_nothing_else_is_refused() {
        assertThat(exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").status()).isEqualTo(505);
    }

    /// Sends a byte at a time, until the other side closes the connection.
    private static Thread dribble(RawConnection wire, String request) {
        return Thread.startVirtualThread(() -> {
            try {
                for (int i = 0; i < request.length(); i++) {
                    wire.send(request.substring(i, i + 1));
                    Thread.sleep(i < 60 ? 1 : 50);
                }
            } catch (Exception _) {
                // The connection was closed, as it should be.
            }
        });
    }

    private RawConnection connect() {
        return new RawConnection(patient);
    }

    private Answer exchange(String request) {
        try (RawConnection wire = connect()) {
            return wire.send(request).answer();
        }
    }
}
