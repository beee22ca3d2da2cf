package cruddur.http;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.pages.Html;
import cruddur.testing.RawConnection;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server in its own process, whose memory runs out.
class OutOfMemoryTest {

    private static final int EXIT_CODE = 3;

    /// Answers no request, because it keeps all memory that it gets.
    static final class Glutton {

        private static final int PIECE = 1024 * 1024;

        private final List<Object> kept = new ArrayList<>();

        static void main() {
            new Glutton().listen();
        }

        private void listen() {
            Vertx vertx = Vertx.vertx();
            Clients clients = Clients.behind("");
            vertx.runOnContext(_ -> new Server(
                            vertx,
                            new Routes(List.of(
                                    Route.get("/heap", _ -> take(() -> new byte[PIECE])),
                                    Route.get(
                                            "/direct",
                                            _ -> take(() -> PooledByteBufAllocator.DEFAULT.directBuffer(PIECE))))),
                            new Origins(Set.of()),
                            Shares.of(clients, new RateLimit(clients, 1, 1), Limits.DEFAULT, 1),
                            _ -> Optional.empty(),
                            Html::sorry,
                            Limits.DEFAULT)
                    .listen("127.0.0.1", 0)
                    .onSuccess(System.out::println));
        }

        private Future<Reply> take(Supplier<?> memory) {
            while (true) {
                kept.add(memory.get());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/heap, Terminating due to java.lang.OutOfMemoryError", "/direct, Memory has run out"})
    void it_ends_with_a_sentence(String path, String sentence) throws Exception {
        Process process = start();
        try (BufferedReader output = process.inputReader()) {
            URI address = URI.create("http://127.0.0.1:" + output.readLine());
            try (RawConnection wire = new RawConnection(address)) {
                wire.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");

                assertThat(output.readAllAsString()).contains(sentence);
                assertThat(process.waitFor(Duration.ofSeconds(10))).isTrue();
                assertThat(process.exitValue()).isEqualTo(EXIT_CODE);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /// Starts it as `bin/cruddur` and the container do.
    private static Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@../bin/support/java.options",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Glutton.class.getName())
                .redirectErrorStream(true)
                .start();
    }
}
