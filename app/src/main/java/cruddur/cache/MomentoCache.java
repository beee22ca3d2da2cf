package cruddur.cache;

import cruddur.breaker.Breaker;
import cruddur.http.Reply;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The same in a cache of Momento, through its HTTP API. Momento keeps values for whole seconds, and does not say how
/// old they are. So a value ends at a time by the database's clock, which every server learns from the answers of the
/// database. A server that has had none for ten seconds does not read values.
///
/// Thread-safe.
final class MomentoCache implements SharedCache {

    private static final int CONNECTIONS = 8;
    private static final int WAITING = 64;
    private static final int CONNECT_TIMEOUT_MS = 1_000;

    /// No value ends later; Momento counts in whole seconds.
    private static final int TTL_SECONDS = 2;

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final HttpClient client;
    private final URI address;
    private final String apiKey;
    private final Breaker breaker;
    private final String database;
    private final LongAdder hits = new LongAdder();
    private volatile @Nullable DatabaseTime time;

    /// @param address of the cache, with the API key as the user
    MomentoCache(Vertx vertx, URI address, String database) {
        boolean isSecure = "https".equals(address.getScheme());
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(isSecure)
                        .setDefaultHost(address.getHost())
                        .setDefaultPort(address.getPort() > 0 ? address.getPort() : isSecure ? 443 : 80)
                        .setConnectTimeout(CONNECT_TIMEOUT_MS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
        this.address = address;
        this.apiKey = address.getUserInfo();
        this.breaker = new Breaker(
                vertx, "shared cache at " + address.getHost(), "Answers come from the database", LONGEST_CALL, PAUSE);
        this.database = database;
    }

    @Override
    public Future<Place> find(String key) {
        String name = SharedCache.name(database, key);
        long askedAt = System.nanoTime();
        DatabaseTime known = time;
        return known == null || !known.isUsable(askedAt)
                ? Future.succeededFuture(new Place(Optional.of(name), 0, Optional.empty()))
                : breaker.call(() -> get(name))
                        .map(value -> new Place(
                                Optional.of(name),
                                0,
                                value.flatMap(found -> found(found, known.latest(askedAt), askedAt))))
                        .otherwise(Place.NONE);
    }

    /// A longer life than can be is that of a clock that was set back, or of another primary.
    private Optional<Entry> found(Buffer value, Instant now, long askedAt) {
        if (value.length() < Long.BYTES) {
            return Optional.empty();
        }
        Duration left = Duration.between(now, Instant.EPOCH.plus(value.getLong(0), ChronoUnit.MICROS));
        if (!left.isPositive() || left.compareTo(LONGEST) > 0) {
            return Optional.empty();
        }
        hits.increment();
        return StoredDocument.read(value.slice(Long.BYTES, value.length()))
                .map(document -> Entry.fromShared(new Reply.Static(document), askedAt, left));
    }

    @Override
    public void store(Place place, Entry entry) {
        entry.time().ifPresent(read -> {
            time = read;
            Instant end = read.earliestAtSending().plus(entry.life());
            if (place.name().isPresent() && entry.life().isPositive()) {
                entry.document().ifPresent(document -> store(place.name().get(), document, end));
            }
        });
    }

    private void store(String name, Reply.Document document, Instant end) {
        Buffer value = Buffer.buffer()
                .appendLong(ChronoUnit.MICROS.between(Instant.EPOCH, end))
                .appendBuffer(StoredDocument.write(document));
        breaker.call(() -> put(name, value));
    }

    private Future<Optional<Buffer>> get(String name) {
        return client.request(options(HttpMethod.GET, "?key=" + name))
                .compose(request -> request.send())
                .compose(response -> response.body().compose(body -> value(response.statusCode(), body)));
    }

    /// A key that is missing and a cache that is missing are both 404.
    private static Future<Optional<Buffer>> value(int status, Buffer body) {
        if (status == 200) {
            return Future.succeededFuture(Optional.of(body));
        }
        boolean isMiss =
                status == 404 && !body.toString().toLowerCase(Locale.ROOT).contains("cache not found");
        return isMiss ? Future.succeededFuture(Optional.empty()) : refused(status);
    }

    private Future<Void> put(String name, Buffer value) {
        return client.request(options(HttpMethod.PUT, "?key=" + name + "&ttl_seconds=" + TTL_SECONDS))
                .compose(request -> request.send(value))
                .compose(response -> response.body()
                        .compose(body -> response.statusCode() / 100 == 2
                                ? Future.succeededFuture()
                                : refused(response.statusCode())));
    }

    private RequestOptions options(HttpMethod method, String query) {
        return new RequestOptions()
                .setMethod(method)
                .setURI(address.getRawPath() + query)
                .putHeader(HttpHeaders.AUTHORIZATION, apiKey)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
    }

    private static <T> Future<T> refused(int status) {
        return Future.failedFuture("It answered " + status
                + switch (status) {
                    case 401, 403 -> "; check MOMENTO_API_KEY";
                    case 404 -> "; there is no cache of this name at MOMENTO_ENDPOINT";
                    case 429 -> "; the limit of operations is reached";
                    default -> "";
                });
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        SharedCache.bind(registry, hits, breaker);
    }
}
