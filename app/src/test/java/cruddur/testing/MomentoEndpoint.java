package cruddur.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import cruddur.CacheConfig;
import cruddur.settings.Settings;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// One cache of Momento, by its HTTP API: `GET` and `PUT` of values that live for whole seconds, the API key, and the
/// failures of a network and a service.
public final class MomentoEndpoint implements AutoCloseable {

    public static final String CACHE = "cruddur";
    public static final String API_KEY = "eyJ.momento=key/+";

    private static final Pattern KEY = Pattern.compile("(?:^|&)key=([^&]+)");
    private static final Pattern TTL = Pattern.compile("(?:^|&)ttl_seconds=([0-9]+)(?:&|$)");

    private record Value(Buffer bytes, Instant end) {}

    private final HttpServer server;
    private final Map<String, Value> values = new ConcurrentHashMap<>();
    private volatile int refusal;
    private volatile Duration delay = Duration.ZERO;

    private MomentoEndpoint(HttpServer server) {
        this.server = server;
    }

    public static MomentoEndpoint start() {
        try {
            HttpServer server = HttpServer.create(Ports.freeAddress(), 0);
            MomentoEndpoint endpoint = new MomentoEndpoint(server);
            server.createContext("/", endpoint::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return endpoint;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// As the configuration of a server has it.
    public URI address() {
        return CacheConfig.from(new Settings(Map.of(
                        "CACHE_URL",
                        "momento://" + CACHE,
                        "MOMENTO_API_KEY",
                        API_KEY,
                        "MOMENTO_ENDPOINT",
                        endpoint().toString())))
                .shared()
                .orElseThrow();
    }

    /// Every request gets this status; 0 for the usual ones.
    public void refuseWith(int status) {
        refusal = status;
    }

    /// Every answer comes this much later.
    public void delay(Duration time) {
        delay = time;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            CruddurProcess.pause(delay.toMillis());
            String query = String.valueOf(exchange.getRequestURI().getRawQuery());
            String key = KEY.matcher(query)
                    .results()
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElse("");
            if (refusal != 0) {
                answer(exchange, refusal, "Refused");
            } else if (!API_KEY.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, "Invalid API key");
            } else if (!exchange.getRequestURI().getPath().equals("/cache/" + CACHE)) {
                answer(exchange, 404, "Cache Not Found");
            } else if (key.isEmpty()) {
                answer(exchange, 400, "No key");
            } else {
                answer(exchange, query, key, body);
            }
        }
    }

    private void answer(HttpExchange exchange, String query, String key, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            long seconds = TTL.matcher(query)
                    .results()
                    .map(MatchResult::group)
                    .map(found -> Long.parseLong(found.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
            values.put(key, new Value(Buffer.buffer(body), Instant.now().plusSeconds(seconds)));
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        Value value = values.get(key);
        if (value == null || value.end.isBefore(Instant.now())) {
            answer(exchange, 404, "Key Not Found");
        } else {
            answer(exchange, 200, value.bytes.getBytes());
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        answer(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
