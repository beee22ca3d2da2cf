package cruddur.localcognito;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.BuiltInPool;
import cruddur.testing.Cluster;
import cruddur.testing.Json;
import cruddur.testing.RawConnection;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// The outbox, which lists codes that were not mailed.
@TestInstance(Lifecycle.PER_CLASS)
class OutboxTest {

    private final TestServer server = TestServer.withBuiltInPool(Cluster.NEWEST.empty());
    private final BuiltInPool pool = BuiltInPool.at(server.uri("/"));

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void letters_are_listed_the_newest_first() {
        pool.admit("grete@example.com");
        pool.admit("other@example.com");
        pool.answer("ForgotPassword", JsonObject.of("ClientId", LocalPool.CLIENT_ID, "Username", "grete@example.com"));
        List<Map<String, Object>> letters =
                Json.fields(server.get("/dev/outbox?to=Grete@Example.com").body());

        assertThat(letters)
                .extracting(letter -> letter.get("subject"))
                .containsExactly("A new password for Cruddur", "Welcome to Cruddur");
        assertThat(letters).allSatisfy(letter -> {
            assertThat((String) letter.get("text")).contains((String) letter.get("code"), "Grete");
            assertThat(letter.get("to")).isEqualTo("grete@example.com");
        });
        assertThat(Json.fields(server.get("/dev/outbox").body())).hasSizeGreaterThan(2);
    }

    @Test
    void it_is_for_this_machine_alone() {
        assertThat(server.send(server.request("/dev/outbox").header("X-Forwarded-For", "203.0.113.9"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_page_that_made_its_name_point_here_is_refused() {
        for (String name : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil")) {
            assertThat(status(name)).isEqualTo(403);
        }
        for (String name : List.of("localhost", "127.0.0.1", "LOCALHOST:4567", "[::1]:4567")) {
            assertThat(status(name)).isEqualTo(200);
        }
    }

    private int status(String host) {
        return RawConnection.exchange(server, "GET /dev/outbox HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .status();
    }

    @Test
    void it_says_one_line_for_each_and_keeps_a_hundred() {
        List<String> said = new ArrayList<>();
        Outbox outbox = new Outbox(said::add);
        IntStream.range(0, 101).forEach(i -> outbox.send(new Letter("a" + i, "s", "t", "12345" + i, Instant.now())));

        assertThat(said).hasSize(101).first().isEqualTo("Cruddur: code for a0: 123450");
        assertThat(outbox.newest(Optional.empty())).hasSize(100);
        assertThat(outbox.newest(Optional.of("a0"))).isEmpty();
        assertThat(outbox.newest(Optional.of("a1"))).hasSize(1);
    }
}
