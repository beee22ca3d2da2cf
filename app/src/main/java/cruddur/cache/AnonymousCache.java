package cruddur.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import cruddur.http.Handler;
import cruddur.http.Reply;
import cruddur.http.Request;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/// The answers to requests without credentials. Requests for the same address that come while its query runs
/// wait for that query.
///
/// Thread-safe; the event loops of a server share one.
public final class AnonymousCache implements MeterBinder {

    /// A longer address is not cached.
    private static final int LONGEST_KEY = 1024;

    /// How often an answer is read anew of which something expired on the way.
    private static final int ATTEMPTS = 3;

    private final AsyncCache<String, Entry> entries;
    private final boolean isOn;
    private final Optional<SharedCache> shared;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /// @param bytes the memory that answers and their addresses may take; 0 turns the cache off
    /// @param shared with other servers
    public AnonymousCache(long bytes, Optional<SharedCache> shared) {
        this.shared = shared;
        isOn = bytes > 0;
        entries = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String key, Entry entry) -> key.length() + entry.bytes())
                .expireAfter(Expiry.creating((String _, Entry entry) -> entry.left(System.nanoTime())))
                .executor(Runnable::run)
                .buildAsync();
    }

    /// The same handler behind the cache. Its replies must depend on nothing but the credentials, the address, and
    /// the host by which the client calls this server.
    public Handler around(Handler handler) {
        return request -> {
            String key = request.origin() + request.http().uri();
            return isOn && request.isAnonymous() && key.length() <= LONGEST_KEY
                    ? answer(new Lookup(request, handler, key, System.nanoTime()), ATTEMPTS)
                    : handler.handle(request);
        };
    }

    private record Lookup(Request request, Handler handler, String key, long cameAt) {}

    private Future<Reply> answer(Lookup lookup, int attempts) {
        CompletableFuture<Entry> found = find(lookup, attempts == ATTEMPTS);
        if (found.isDone()) {
            return answer(lookup, attempts, found, found.join());
        }
        Context context = Objects.requireNonNull(Vertx.currentContext());
        return Future.fromCompletionStage(found, context).compose(entry -> answer(lookup, attempts, found, entry));
    }

    /// The entry, perhaps of a query that is under way.
    ///
    /// @param isFirst whether the shared cache may have it, since nothing was too old yet
    private CompletableFuture<Entry> find(Lookup lookup, boolean isFirst) {
        CompletableFuture<Entry> known = entries.getIfPresent(lookup.key);
        return known == null ? join(lookup, isFirst, new CompletableFuture<>()) : known;
    }

    private CompletableFuture<Entry> join(Lookup lookup, boolean isFirst, CompletableFuture<Entry> own) {
        CompletableFuture<Entry> first = entries.asMap().putIfAbsent(lookup.key, own);
        if (first == null) {
            load(lookup, isFirst).onSuccess(own::complete);
            return own;
        }
        return first;
    }

    private Future<Reply> answer(Lookup lookup, int attempts, CompletableFuture<Entry> found, Entry entry) {
        if (attempts > 1 && !entry.answers(lookup.cameAt, System.nanoTime())) {
            entries.asMap().remove(lookup.key, found);
            return answer(lookup, attempts - 1);
        }
        if (!entry.isFreshFor(lookup.cameAt)) {
            hits.increment();
        }
        return entry.replyTo(lookup.cameAt);
    }

    private Future<Entry> load(Lookup lookup, boolean isFirst) {
        return isFirst ? shared.map(cache -> load(lookup, cache)).orElseGet(() -> query(lookup)) : query(lookup);
    }

    private Future<Entry> load(Lookup lookup, SharedCache cache) {
        return cache.find(lookup.key)
                .compose(place -> place.found()
                        .map(Future::succeededFuture)
                        .orElseGet(() -> query(lookup).onSuccess(entry -> cache.store(place, entry))));
    }

    private Future<Entry> query(Lookup lookup) {
        misses.increment();
        long sentAt = System.nanoTime();
        return Future.succeededFuture(lookup.request)
                .compose(lookup.handler::handle)
                .map(reply -> Entry.of(reply, sentAt))
                .otherwise(failure -> Entry.notKept(Future.failedFuture(failure), sentAt));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        shared.ifPresent(cache -> cache.bindTo(registry));
        FunctionCounter.builder("cruddur.cache.hits", hits, LongAdder::sum)
                .description("Answers whose query was sent before their request came")
                .register(registry);
        FunctionCounter.builder("cruddur.cache.misses", misses, LongAdder::sum)
                .description("Answers that were read from the database for the cache")
                .register(registry);
        Gauge.builder("cruddur.cache.bytes", this, AnonymousCache::bytes)
                .description("Memory that the answers in the cache take, at most")
                .baseUnit("bytes")
                .register(registry);
    }

    private double bytes() {
        return entries.synchronous()
                .policy()
                .eviction()
                .orElseThrow()
                .weightedSize()
                .orElse(0);
    }
}
