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
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One client's share, on a server with few resources. The clients are addresses of this machine.
class FloodsTest {

    private static final String FLOODER = "127.0.0.2";
    private static final String OTHER = "127.0.0.3";
    private static final String PROXY = "127.0.0.9";

    private static final int CONNECTIONS = 44;
    private static final int SHARE = 5;

    private static final int BYTES = 512 * 1024;
    private static final int BYTES_SHARE = BYTES / 8;

    private static final int REQUESTS_A_WINDOW = 1_000;
    private static final int LARGE = 40 * 1024;

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration NOT_NOW = Duration.ofMillis(200);

    private static final Limits LITTLE = new Limits(
            CONNECTIONS,
            BYTES,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMillis(500));

    private static final String LIVE = "GET /live HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final Clients clients = Clients.behind(PROXY);
    private final Shares shares =
            Shares.of(clients, new RateLimit(clients, REQUESTS_A_WINDOW / 10, REQUESTS_A_WINDOW / 10), LITTLE, 1);
    private final Promise<Reply> never = Promise.promise();
    private final List<RawConnection> wires = new ArrayList<>();
    private URI address = URI.create("");

    @BeforeEach
    void start() {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        vertx.runOnContext(_ -> server().listen("127.0.0.1", 0).onSuccess(port::complete));
        address = URI.create("http://127.0.0.1:" + port.orTimeout(10, SECONDS).join());
    }

    private Server server() {
        Reply unauthorized = new Reply.Problem(401, "Who are you?");
        Routes routes = new Routes(List.of(
                Route.get("/live", _ -> answer("\"live\"")),
                Route.get("/large", _ -> answer("x".repeat(LARGE))),
                Route.get("/never", _ -> never.future()),
                Route.post("/length", request -> answer("" + request.body().length())),
                Route.post("/private", _ -> answer("1"))
                        .behind(_ -> Future.failedFuture(new RefusedException(unauthorized)))));
        return new Server(vertx, routes, new Origins(Set.of()), shares, _ -> Optional.empty(), Html::sorry, LITTLE);
    }

    private static Future<Reply> answer(String json) {
        return Future.succeededFuture(Reply.json(Buffer.buffer(json)));
    }

    /// All shares are given back in the end.
    @AfterEach
    void stop() {
        wires.forEach(RawConnection::close);
        vertx.runOnContext(_ -> never.complete(Reply.NOT_FOUND));
        await(() -> shares.bytes().used() == 0 && shares.connections().used() == 0);
        vertx.close().await();
    }

    @Test
    void a_client_has_a_share_of_the_connections() {
        for (int i = 0; i < SHARE; i++) {
            assertThat(from(FLOODER).send(LIVE).answer().status()).isEqualTo(200);
        }
        assertThat(from(FLOODER).isClosedWithin(SOON)).isTrue();
        assertThat(from(OTHER).send(LIVE).answer().status()).isEqualTo(200);

        wires.getFirst().close();
        await(() -> shares.connections().used() == SHARE);
        assertThat(from(FLOODER).send(LIVE).answer().status()).isEqualTo(200);
    }

    @Test
    void a_proxy_has_as_many_as_it_wants_and_each_client_behind_it_a_share_of_the_requests() {
        for (int i = 0; i < SHARE - 1; i++) {
            from(PROXY).send(forwarded("/never", "203.0.113.1"));
        }
        await(() -> shares.connections().used() == 2 * (SHARE - 1));
        RawConnection beyond = from(PROXY);

        Answer busy = beyond.send(forwarded("/live", "203.0.113.1")).answer();
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.header("retry-after")).isPresent();
        assertThat(beyond.send(forwarded("/live", "203.0.113.2")).answer().status())
                .isEqualTo(200);
    }

    @Test
    void a_client_has_a_share_of_the_bytes_of_bodies_that_do_not_end() {
        RawConnection held = from(FLOODER).send(post(60_000) + "x".repeat(50_000));
        await(() -> shares.bytes().used() > 50_000);
        RawConnection beyond = from(FLOODER).send(post(60_000) + "x".repeat(50_000));

        Answer busy = beyond.answer();
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.header("retry-after")).isPresent();
        assertThat(busy.header("connection")).contains("close");
        assertThat(beyond.isClosedWithin(SOON)).isTrue();
        assertThat(lengthFrom(OTHER)).isEqualTo("40000");

        held.close();
        await(() -> shares.bytes().used() < BYTES_SHARE / 8);
        assertThat(lengthFrom(FLOODER)).isEqualTo("40000");
    }

    private String lengthFrom(String client) {
        return from(client).send(post(40_000) + "x".repeat(40_000)).answer().body();
    }

    @Test
    void so_it_has_behind_a_proxy() {
        from(PROXY).send(post(60_000, "203.0.113.1") + "x".repeat(50_000));
        await(() -> shares.bytes().used() > 50_000);

        assertThat(from(PROXY)
                        .send(post(60_000, "203.0.113.1") + "x".repeat(50_000))
                        .answer()
                        .status())
                .isEqualTo(503);
        assertThat(from(PROXY)
                        .send(post(40_000, "203.0.113.2") + "x".repeat(40_000))
                        .answer()
                        .body())
                .isEqualTo("40000");
    }

    @Test
    void a_client_has_a_share_of_the_bytes_of_heads_that_do_not_end() {
        String head = "GET /live HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(15_000);
        for (int i = 0; i < 4; i++) {
            from(FLOODER).send(head);
        }
        await(() -> shares.bytes().used() > 60_000);

        assertThat(from(FLOODER).send(head).isClosedWithin(SOON)).isTrue();
        assertThat(from(OTHER).send(head + "\r\n\r\n").answer().status()).isEqualTo(200);
    }

    @Test
    void a_head_has_at_most_16_kilobytes() {
        String head = "GET /live HTTP/1.1\r\nHost: x\r\nX: ";

        assertThat(from(OTHER)
                        .send(head + "x".repeat(16_000) + "\r\n\r\n")
                        .answer()
                        .status())
                .isEqualTo(200);
        assertThat(from(OTHER).send(head + "x".repeat(17_000)).answer().status())
                .isEqualTo(431);
    }

    @Test
    void a_connection_whose_answers_are_not_read_is_closed() {
        from(FLOODER).send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".repeat(REQUESTS_A_WINDOW));

        await(() -> shares.bytes().refused() > 0 && shares.connections().used() == 0);
        assertThat(from(OTHER)
                        .send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
                        .answer()
                        .body())
                .hasSize(LARGE);
    }

    @Test
    void no_more_requests_are_read_while_one_is_under_way() {
        RawConnection wire = from("127.0.0.1");
        wire.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n" + LIVE.repeat(20_000));

        await(() -> shares.bytes().used() > ByteMeter.TURN);
        assertThat(wire.isClosedWithin(NOT_NOW)).isFalse();
        assertThat(shares.bytes().used()).isLessThan(BYTES / 2);
        assertThat(shares.bytes().refused()).isZero();
    }

    @Test
    void a_client_that_asks_for_too_much_is_answered_once_more_and_then_no_longer() {
        RawConnection wire = from(FLOODER).send(LIVE.repeat(3 * REQUESTS_A_WINDOW));
        int answered = 0;
        Answer answer = wire.answer();
        while (answer.status() == 200) {
            answered++;
            answer = wire.answer();
        }

        assertThat(answered).isBetween(REQUESTS_A_WINDOW, 2 * REQUESTS_A_WINDOW);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("connection")).contains("close");
        assertThat(wire.isClosedWithin(SOON)).isTrue();
    }

    @Test
    void but_the_connection_of_its_proxy_goes_on() {
        RawConnection wire = from(PROXY).send(forwarded("/live", "203.0.113.1").repeat(3 * REQUESTS_A_WINDOW));
        Answer answer = wire.answer();
        while (answer.status() == 200) {
            answer = wire.answer();
        }

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("connection")).isEmpty();
        assertThat(wire.send(forwarded("/live", "203.0.113.2")).answer().status())
                .isIn(200, 429);
    }

    @Test
    void a_body_that_is_not_allowed_is_refused_before_it_is_read() {
        RawConnection wire = from(OTHER).send("POST /private HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{");

        Answer answer = wire.answer();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("connection")).contains("close");
        assertThat(wire.isClosedWithin(SOON)).isTrue();
    }

    private RawConnection from(String client) {
        RawConnection wire = new RawConnection(address, client);
        wires.add(wire);
        return wire;
    }

    private static String post(int length) {
        return "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String post(int length, String client) {
        return post(length).replace("Host: x", "Host: x\r\nX-Forwarded-For: " + client);
    }

    private static String forwarded(String path, String client) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + client + "\r\n\r\n";
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            CruddurProcess.pause(5);
        }
    }
}
