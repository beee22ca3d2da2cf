package cruddur.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Clients that send one request after another, and the result of each.
public final class Load implements AutoCloseable {

    /// The result of one request. Times are of `System.nanoTime`.
    ///
    /// @param status 0 if there was no answer
    /// @param body empty for a successful read
    public record Exchange(String method, long sent, long ended, int status, HttpHeaders headers, String body) {

        public Duration took() {
            return Duration.ofNanos(ended - sent);
        }

        /// Whether it acknowledges a posted crud.
        public boolean isAcknowledgement() {
            return method.equals("POST") && status == 200;
        }

        public boolean isUnanswered() {
            return status == 0;
        }
    }

    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (_, _) -> true);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Pattern UUID = Pattern.compile("\"uuid\":\"([-0-9a-f]{36})\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private final Supplier<HttpRequest> requests;
    private final Duration pause;
    private volatile boolean over;

    private Load(Supplier<HttpRequest> requests, Duration pause) {
        this.requests = requests;
        this.pause = pause;
    }

    /// Starts the clients.
    ///
    /// @param pause of a client after each request
    public static Load of(int count, Duration pause, Supplier<HttpRequest> requests) {
        Load load = new Load(requests, pause);
        for (int i = 0; i < count; i++) {
            load.clients.execute(load::run);
        }
        return load;
    }

    private void run() {
        while (!over) {
            Exchange exchange = send(requests.get());
            exchanges.add(exchange);
            // A refused client tries again soon, but not at once.
            CruddurProcess.pause(exchange.status == 200 ? pause.toMillis() : Math.max(20, pause.toMillis()));
        }
    }

    private Exchange send(HttpRequest request) {
        long sent = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            boolean dull = request.method().equals("GET") && answer.statusCode() == 200;
            String body = dull ? "" : answer.body();
            return new Exchange(request.method(), sent, System.nanoTime(), answer.statusCode(), answer.headers(), body);
        } catch (IOException e) {
            return new Exchange(
                    request.method(), sent, System.nanoTime(), 0, NO_HEADERS, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw CruddurProcess.interrupted(e);
        }
    }

    /// The results so far.
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /// The uuids of the cruds that were acknowledged with 200.
    public Set<String> acknowledged() {
        return exchanges.stream()
                .filter(Exchange::isAcknowledgement)
                .map(exchange -> uuidIn(exchange.body))
                .collect(Collectors.toSet());
    }

    private static String uuidIn(String body) {
        Matcher found = UUID.matcher(body);
        assertThat(found.find()).as(body).isTrue();
        return found.group(1);
    }

    /// Waits until this number of requests had such a result.
    public void await(int count, Predicate<Exchange> end) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (exchanges.stream().filter(end).limit(count).count() < count) {
            assertThat(System.nanoTime()).as("%s", exchanges).isLessThan(deadline);
            CruddurProcess.pause(10);
        }
    }

    /// Waits until this number of requests in a row have succeeded that were sent after the last failure.
    ///
    /// @param since when they may begin to, by `System.nanoTime`
    public void awaitService(int count, long since) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (served(since) < count) {
            assertThat(System.nanoTime()).as("%s", exchanges).isLessThan(deadline);
            CruddurProcess.pause(20);
        }
    }

    private long served(long since) {
        long begin = Math.max(since, lastFailure(since));
        return exchanges.stream().filter(each -> each.sent >= begin).count();
    }

    /// When the last failed request ended.
    public long lastFailure(long orElse) {
        return exchanges.stream()
                .filter(each -> each.status != 200)
                .mapToLong(Exchange::ended)
                .max()
                .orElse(orElse);
    }

    /// Stops the clients, after their current requests. The results stay available.
    @Override
    public void close() {
        over = true;
        clients.close();
        http.close();
    }
}
