package cruddur.cache;

import cruddur.breaker.Breaker;
import cruddur.http.Request;
import cruddur.redis.RedisAddress;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// The answers that several servers of one database share. A value says itself when it ends, by a clock that its writer
/// and its readers share, so its age is known however long it was on the way.
///
/// Thread-safe.
public sealed interface SharedCache extends MeterBinder permits RedisCache, MomentoCache {

    Duration LONGEST_CALL = Duration.ofMillis(50);

    Duration PAUSE = Duration.ofSeconds(5);

    /// The place of an answer.
    ///
    /// @param name the key; empty if the cache cannot be used now
    /// @param clock the milliseconds of the cache's own clock when it was asked, if it has one
    /// @param found the answer that is there
    record Place(Optional<String> name, long clock, Optional<Entry> found) {

        static final Place NONE = new Place(Optional.empty(), 0, Optional.empty());
    }

    /// Connects at the first call.
    ///
    /// @param address as [cruddur.CacheConfig] has it
    /// @param database what the answers come from, so that servers of another database do not share them
    static SharedCache at(URI address, Vertx vertx, String database) {
        return RedisAddress.isRedis(address)
                ? new RedisCache(vertx, new RedisAddress(address), database)
                : new MomentoCache(vertx, address, database);
    }

    /// Never fails.
    Future<Place> find(String key);

    /// Stores an answer whose query was sent after [#find] was answered. Nothing waits for it.
    void store(Place place, Entry entry);

    static void bind(MeterRegistry registry, LongAdder hits, Breaker breaker) {
        FunctionCounter.builder("cruddur.cache.shared.hits", hits, LongAdder::sum)
                .description("Answers that were found in the shared cache")
                .register(registry);
        FunctionCounter.builder("cruddur.cache.shared.failures", breaker, Breaker::failures)
                .description("Calls of the shared cache that failed")
                .register(registry);
    }

    /// The key of an answer, from which its address cannot be read.
    static String name(String database, String key) {
        return "cruddur:"
                + HexFormat.of()
                        .formatHex(Request.digest(database, Buffer.buffer(key)).getBytes());
    }
}
