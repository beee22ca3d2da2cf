package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.pages.Html;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A stream of ticks, on a server that allows a tenth of a second for every other answer, and closes idle connections.
class StreamTest {

    private static final Duration MOMENT = Duration.ofMillis(100);

    /// A busy machine connects, and then takes a while until it sends the request.
    private static final Duration UNTIL_FIRST_REQUEST = Duration.ofSeconds(2);

    /// The server looks for idle connections once a second.
    private static final Duration PAST_ALL_LIMITS = UNTIL_FIRST_REQUEST.plusMillis(1_500);

    private static final int PATIENCE = 30;
    private static final int LARGE = 64 * 1024;

    /// An eighth of three quarters of a hundred.
    private static final int STREAMS_OF_ONE = 9;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private Server server;
    private int port;

    @BeforeEach
    void start() {
        server = onLoop(() -> Future.succeededFuture(server(this::ticks, this::floods)));
        port = onLoop(() -> server.listen("127.0.0.1", 0));
    }

    /// A server lives on one event loop.
    private <T> T onLoop(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(_ -> action.get().onComplete(done));
        return done.future().await();
    }

    private Server server(StreamSource ticks, StreamSource floods) {
        Limits limits = new Limits(100, 16 * 1024 * 1024, UNTIL_FIRST_REQUEST, MOMENT, MOMENT, MOMENT);
        Routes routes = new Routes(List.of(
                Route.get("/ticks", _ -> Future.succeededFuture(new Reply.Stream("text/event-stream", ticks))),
                Route.get("/flood", _ -> Future.succeededFuture(new Reply.Stream("text/event-stream", floods)))));
        Clients clients = Clients.behind("127.0.0.1");
        Shares shares = Shares.of(clients, new RateLimit(clients, 50, 5), limits, 1);
        return new Server(vertx, routes, new Origins(Set.of()), shares, _ -> Optional.empty(), Html::sorry, limits);
    }

    private Runnable ticks(StreamSink sink) {
        long timer = vertx.setPeriodic(10, _ -> sink.send(Buffer.buffer("tick\n")));
        return () -> over(timer, "ticks");
    }

    /// Sends until the client is too slow.
    private Runnable floods(StreamSink sink) {
        long timer = vertx.setPeriodic(1, id -> {
            if (!sink.send(Buffer.buffer(new byte[LARGE]))) {
                vertx.cancelTimer(id);
                ends.add("too slow");
                sink.cutOff();
            }
        });
        return () -> over(timer, "flood");
    }

    private void over(long timer, String name) {
        vertx.cancelTimer(timer);
        ends.add(name);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void no_deadline_and_no_idle_rule_cuts_a_stream_short() throws Exception {
        try (Socket client = ask("/ticks")) {
            BufferedReader answer = read(client);
            long end = System.nanoTime() + PAST_ALL_LIMITS.toNanos();

            assertThat(answer.lines().filter("tick"::equals).anyMatch(_ -> System.nanoTime() > end))
                    .isTrue();
        }
        assertThat(ends.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("ticks");
    }

    @Test
    void a_server_that_stops_ends_its_streams_and_notifies_their_source() throws Exception {
        try (Socket client = ask("/ticks")) {
            BufferedReader answer = read(client);
            assertThat(answer.lines().filter("tick"::equals).findFirst()).isPresent();

            onLoop(() -> server.close(Duration.ofSeconds(PATIENCE)));

            assertThat(answer.lines().filter(line -> !line.equals("tick"))).contains("0");
        }
        assertThat(ends.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("ticks");
    }

    @Test
    void a_source_learns_that_a_client_does_not_keep_up() throws Exception {
        try (Socket client = ask("/flood")) {
            assertThat(client.isConnected()).isTrue();

            assertThat(ends.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("too slow");
        }
    }

    @Test
    void a_source_can_cut_off_a_client_that_does_not_read() throws Exception {
        try (Socket client = ask("/flood")) {
            assertThat(ends.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("too slow");
            assertThat(ends.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("flood");
            client.setSoTimeout(PATIENCE * 1_000);

            assertThat(read(client).lines()).noneMatch("0"::equals);
        }
    }

    @Test
    void one_client_cannot_take_all_streams() throws Exception {
        List<Socket> open = new ArrayList<>();
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i <= STREAMS_OF_ONE; i++) {
            Socket client = ask("/ticks", "127.0.0.2");
            open.add(client);
            statuses.add(read(client).readLine());
        }
        open.getFirst().close();
        assertThat(ends.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("ticks");
        try (Socket another = ask("/ticks", "127.0.0.2")) {
            assertThat(read(another).readLine()).contains("200");
        }
        for (Socket client : open) {
            client.close();
        }

        assertThat(statuses.subList(0, STREAMS_OF_ONE)).allMatch(status -> status.contains("200"));
        assertThat(statuses.getLast()).contains("429");
    }

    private Socket ask(String path) throws IOException {
        return ask(path, "127.0.0.1");
    }

    private Socket ask(String path, String from) throws IOException {
        Socket client = new Socket();
        client.bind(new InetSocketAddress(from, 0));
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        OutputStream out = client.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return client;
    }

    private static BufferedReader read(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    }
}
