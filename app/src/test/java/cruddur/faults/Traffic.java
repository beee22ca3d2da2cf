package cruddur.faults;

import static org.assertj.core.api.Assertions.assertThat;

import cruddur.testing.CruddurProcess;
import cruddur.testing.Json;
import cruddur.testing.Load;
import cruddur.testing.Load.Exchange;
import cruddur.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Strangers who read, and a person who reads and writes, one request after another.
final class Traffic implements AutoCloseable {

    private static final String HOME = "/api/activities/home";

    private static final Duration BETWEEN = Duration.ofMillis(15);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Service is full when this many requests of each kind have succeeded after the last failure.
    private static final int ENOUGH = 15;

    private static final Duration LONGEST_AGE = Duration.ofSeconds(1);

    /// @param recovery from the repair to the end of the last failed request
    /// @param written the uuids of acknowledged writes
    record Summary(int requests, List<Exchange> failures, Duration recovery, Set<String> written) {}

    private final AtomicInteger count = new AtomicInteger();
    private final List<Load> loads;

    private Traffic(URI server, String token) {
        loads = List.of(
                Load.of(
                        2,
                        BETWEEN,
                        () -> get(server, HOME + "?limit=" + (1 + count.incrementAndGet() % 100))
                                .build()),
                Load.of(1, BETWEEN, () -> by(token, get(server, HOME)).build()),
                Load.of(2, BETWEEN, () -> crud(server, token)));
    }

    static Traffic to(URI server, String token) {
        return new Traffic(server, token);
    }

    /// As Ada.
    static Traffic to(TestServer server) {
        return new Traffic(server.uri("/"), server.pool().tokenOf("sub-ada"));
    }

    private static HttpRequest.Builder get(URI server, String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT);
    }

    private static HttpRequest.Builder by(String token, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + token);
    }

    private static HttpRequest crud(URI server, String token) {
        return by(token, get(server, "/api/activities"))
                .POST(BodyPublishers.ofString(Json.object("message", "m", "ttl", "1-day")))
                .build();
    }

    private Stream<Exchange> exchanges() {
        return loads.stream().flatMap(load -> load.exchanges().stream());
    }

    private static boolean isFailure(Exchange exchange) {
        return exchange.status() != 200;
    }

    void awaitFailure() {
        await(() -> exchanges().anyMatch(Traffic::isFailure));
    }

    /// Waits until all requests succeed.
    ///
    /// @param since when they may begin to
    void awaitService(long since) {
        await(() -> {
            long begin = Math.max(since, lastFailure(since));
            return loads.stream()
                    .allMatch(load -> load.exchanges().stream()
                                    .filter(each -> each.sent() >= begin)
                                    .limit(ENOUGH)
                                    .count()
                            == ENOUGH);
        });
    }

    private long lastFailure(long orElse) {
        return exchanges()
                .filter(Traffic::isFailure)
                .mapToLong(Exchange::ended)
                .max()
                .orElse(orElse);
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> "%s"
                            .formatted(exchanges().filter(Traffic::isFailure).toList()))
                    .isLessThan(deadline);
            CruddurProcess.pause(20);
        }
    }

    /// @param repairedAt from when service may return
    Summary summary(long repairedAt) {
        close();
        List<Exchange> all = exchanges().toList();
        return new Summary(
                all.size(),
                all.stream().filter(Traffic::isFailure).toList(),
                Duration.ofNanos(Math.max(0, lastFailure(repairedAt) - repairedAt)),
                loads.getLast().acknowledged());
    }

    private static Instant createdAt(JsonObject activity) {
        return OffsetDateTime.parse(activity.getString("created_at")).toInstant();
    }

    /// Requires that a stranger who asks a second after a write sees it or what came later, although another one asked
    /// before the fault.
    static void requireFreshAnswers(URI server, String token, Runnable breaks) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(get(server, HOME).build(), BodyHandlers.ofString());
            breaks.run();
            HttpResponse<String> posted = client.send(crud(server, token), BodyHandlers.ofString());
            CruddurProcess.pause(LONGEST_AGE.toMillis());
            HttpResponse<String> home = client.send(get(server, HOME).build(), BodyHandlers.ofString());
            // Others may have written a page full since.
            assertThat(createdAt(new JsonArray(home.body()).getJsonObject(0)))
                    .isAfterOrEqualTo(createdAt(new JsonObject(posted.body())));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        loads.forEach(Load::close);
    }
}
