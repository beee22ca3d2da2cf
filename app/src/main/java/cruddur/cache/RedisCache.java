package cruddur.cache;

import cruddur.breaker.Breaker;
import cruddur.http.Reply;
import cruddur.redis.RedisAddress;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The same in Redis 6.2 or later, or Valkey.
///
/// A value keeps its age: it ends at a time by the clock of Redis that was read before the query was sent, so it ends
/// in time even if it is stored late, for example after Redis was frozen. The value itself says when it ends, so that a
/// reader who asks while another server stores a newer one cannot take the life of one for the other's.
///
/// Thread-safe.
final class RedisCache implements SharedCache {

    private static final int CONNECTIONS = 8;
    private static final int WAITING = 64;

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Redis redis;
    private final Breaker breaker;
    private final String database;
    private final LongAdder hits = new LongAdder();

    /// @param database what the answers come from, so that servers of another database do not share them
    RedisCache(Vertx vertx, RedisAddress address, String database) {
        this.redis = address.client(vertx, CONNECTIONS, WAITING);
        this.breaker = address.breaker(vertx, "shared cache", "Answers come from the database", LONGEST_CALL);
        this.database = database;
    }

    @Override
    public Future<Place> find(String key) {
        String name = SharedCache.name(database, key);
        long askedAt = System.nanoTime();
        return breaker.call(() -> RedisAddress.send(
                        redis,
                        List.of(
                                Request.cmd(Command.TIME),
                                Request.cmd(Command.GET).arg(name))))
                .map(answers -> place(name, RedisAddress.milliseconds(answers.getFirst()), answers.getLast(), askedAt))
                .otherwise(Place.NONE);
    }

    private Place place(String name, long clock, @Nullable Response value, long askedAt) {
        Optional<Entry> found = Optional.ofNullable(value).flatMap(stored -> found(stored.toBuffer(), clock, askedAt));
        return new Place(Optional.of(name), clock, found);
    }

    /// A longer life than can be is that of a clock that was set back. `clock` has lost the rest of its millisecond.
    private Optional<Entry> found(Buffer value, long clock, long askedAt) {
        long left = value.length() < Long.BYTES ? 0 : value.getLong(0) - clock - 1;
        if (left <= 0 || left > LONGEST.toMillis()) {
            return Optional.empty();
        }
        hits.increment();
        return StoredDocument.read(value.slice(Long.BYTES, value.length()))
                .map(document -> Entry.fromShared(new Reply.Static(document), askedAt, Duration.ofMillis(left)));
    }

    @Override
    public void store(Place place, Entry entry) {
        long life = entry.life().toMillis();
        if (life > 0 && place.name().isPresent()) {
            entry.document().ifPresent(document -> store(place.name().get(), document, place.clock() + life));
        }
    }

    private void store(String name, Reply.Document document, long end) {
        Buffer value = Buffer.buffer().appendLong(end).appendBuffer(StoredDocument.write(document));
        breaker.call(() -> RedisAddress.send(
                redis,
                List.of(Request.cmd(Command.SET)
                        .arg(name)
                        .arg(value)
                        .arg("PXAT")
                        .arg(end))));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        SharedCache.bind(registry, hits, breaker);
    }
}
